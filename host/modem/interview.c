#include "modem/interview.h"

/* An answer is heard by the tap; a refusal says something too. */
bool
interview_ask(struct relay *r, int *next)
{
    static const char *const questions[] = { "ATI", "AT+CGMI", "AT+CGMM",
        "AT+CGMR", "AT+CGSN", "AT+CIMI", "AT+CPIN?", "AT+CMEE?", "AT+CFUN?",
        "AT+CSCS=?", "AT+CSCS?", "AT+CMGF=?", "AT+CPMS=?", "AT+CPMS?",
        "AT+CNMI=?", "AT+CNMI?", "AT+CSMS=?", "AT+CSMS?", "AT+CSCA?",
        "AT+CUSD=?", "AT+CREG?", "AT+CGREG?", "AT+CEREG?", "AT+COPS?",
        "AT+CSQ", "AT+CESQ" };
    struct relay_answer a;

    if (*next >= (int)(sizeof(questions) / sizeof(*questions)))
        return false;
    (void)!relay_ask(r, questions[(*next)++], 5000, &a);
    return true;
}
