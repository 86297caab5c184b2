#include "modem/line.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#define STARTS(line, word) (!strncmp((line), (word), sizeof(word) - 1))

/* The decimal number that fills all of text (blanks before it allowed); -1. */
static int
whole_number(const char *text)
{
    int n = 0, digits = 0;

    text += strspn(text, " ");
    for (; *text >= '0' && *text <= '9' && digits < 6; text++, digits++)
        n = n * 10 + (*text - '0');
    return digits && !*text ? n : -1;
}

/* Errors as words, for modems that heed AT+CMEE late or never: TS 27.007 §9.2,
 * TS 27.005 §3.2.5. */
static int
error_code(const char *text, bool cms)
{
    static const struct {
        const char *words;
        int cme, cms;
    } known[] = {
        { "SIM not inserted", 10, 310 }, { "SIM PIN required", 11, 311 },
        { "SIM PUK required", 12, 316 }, { "SIM failure", 13, 313 },
        { "SIM busy", 14, 314 }, { "SIM wrong", 15, 315 },
        { "PH-SIM PIN required", 5, 312 },
        { "network personalization PIN required", 40, -1 },
        { "network personalisation PIN required", 40, -1 },
        { "network subset personalization PIN required", 42, -1 },
        { "service provider personalization PIN required", 44, -1 },
        { "corporate personalization PIN required", 46, -1 },
        { "please wait, init or command processing in progress", 515, 515 },
    };

    text += strspn(text, " ");
    for (size_t i = 0; i < sizeof(known) / sizeof(known[0]); i++)
        if (!strcasecmp(text, known[i].words))
            return cms ? known[i].cms : known[i].cme;
    return whole_number(text);
}

enum line_final
line_final(const char *line, int *code)
{
    *code = -1;
    if (!strcmp(line, "OK"))
        return LINE_OK;
    if (!strcmp(line, "ERROR") || STARTS(line, "COMMAND NOT SUPPORT")
        || STARTS(line, "TOO MANY PARAMETERS") || STARTS(line, "MODEM ERROR:"))
        return LINE_ERROR;
    if (STARTS(line, "+CMS ERROR:") && line_printable(line)) {
        *code = error_code(line + 11, true);
        return LINE_CMS_ERROR;
    }
    if (STARTS(line, "+CME ERROR:") && line_printable(line)) {
        *code = error_code(line + 11, false);
        return LINE_CME_ERROR;
    }
    return LINE_NOT_FINAL;
}

bool
line_printable(const char *line)
{
    for (; *line; line++)
        if ((unsigned char)*line < 0x20 || (unsigned char)*line > 0x7e)
            return false;
    return true;
}

enum line_notice
line_notice(const char *line)
{
    /* No name of a maker or a model begins so: "SIMCOM_SIM800C" is one. */
    static const char *const words[] = { "RING", "Call Ready", "SMS Ready",
        "SMS DONE", "PB DONE", "OPL DONE", "NORMAL POWER", "POWERED DOWN",
        "NO ANSWER", "NO DIALTONE", "BUSY", "UNDER-VOLTAGE", "OVER-VOLTAGE",
        "*PSUTTZ", "_O", "DST:", "SIM ", "VOICE CALL:", "MISSED_CALL:" };
    static const char *const whole[] = { "RDY", "START", "QCRDY", "APP RDY",
        "+PACSP0" };
    size_t name;

    if (STARTS(line, "+CMTI:") || STARTS(line, "+CDSI:"))
        return LINE_ARRIVED;
    if (STARTS(line, "+CMT:") || STARTS(line, "+CDS:"))
        return LINE_DIRECT;
    if (STARTS(line, "+CBM:"))
        return LINE_BROADCAST;
    if (STARTS(line, "+CLIP:"))
        return LINE_RING;
    if (STARTS(line, "NO CARRIER"))
        return LINE_RING_ENDED;
    if (STARTS(line, "+CUSD:"))
        return LINE_USSD;
    for (size_t i = 0; i < sizeof(words) / sizeof(words[0]); i++)
        if (!strncmp(line, words[i], strlen(words[i])))
            return LINE_CHATTER;
    for (size_t i = 0; i < sizeof(whole) / sizeof(whole[0]); i++)
        if (!strcmp(line, whole[i]))
            return LINE_CHATTER;
    if (!strchr("+^*%$#", *line) || !*line || !line_printable(line))
        return LINE_NO_NOTICE;
    name = 1 + strspn(line + 1, "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_");
    return name >= 3 && (line[name] == ':' || !line[name]) ? LINE_CHATTER
                                                           : LINE_NO_NOTICE;
}

bool
line_free_answer(const char *command)
{
    static const char *const free_ones[] = { "AT+CGMI", "AT+CGMM", "AT+CGMR",
        "AT+CGSN", "AT+CIMI", "AT+GMI", "AT+GMM", "AT+GMR", "AT+GSN", "ATI" };

    for (size_t i = 0; i < sizeof(free_ones) / sizeof(free_ones[0]); i++)
        if (!strncmp(command, free_ones[i], strlen(free_ones[i])))
            return true;
    return false;
}

/* The command's name with its sign: "+CPMS" of AT+CPMS="SM"; 0 without. */
static size_t
command_name(const char *command, const char **name)
{
    if (!STARTS(command, "AT") || !command[2] || !strchr("+^*%$#", command[2]))
        return 0;
    *name = command + 2;
    return 1 + strspn(command + 3, "ABCDEFGHIJKLMNOPQRSTUVWXYZ");
}

bool
line_answers(const char *command, const char *line)
{
    const char *name = "", *rest;
    size_t n = command_name(command, &name);

    /* What lies in a store goes up as the filter's own lines alone, whatever
     * was asked. */
    if (!line_printable(line) || STARTS(line, "+CMGL")
        || STARTS(line, "+CMGR"))
        return false;
    if (line_free_answer(command)) {
        if (n && !strncmp(line, name, n) && line[n] == ':')
            return true;
        if (STARTS(command, "AT+CIMI") || STARTS(command, "AT+CGSN"))
            return isdigit((unsigned char)line[*line == '"'])
                   && strspn(line, "0123456789, \"") == strlen(line);
        return line_notice(line) == LINE_NO_NOTICE && strcmp(line, command);
    }
    if (!n || strncmp(line, name, n) || (line[n] != ':' && line[n] != ' '))
        return false;
    rest = line + n + 1;
    if (STARTS(command, "AT+CSQ"))
        return rest[strspn(rest, "0123456789, ")] == '\0';
    if (STARTS(command, "AT+CREG?") || STARTS(command, "AT+CGREG?")
        || STARTS(command, "AT+CEREG?"))    /* "+CREG: 1" is a notice */
        return strchr(rest, ',')
               && rest[strspn(rest, "0123456789ABCDEFabcdef\", ")] == '\0';
    if (STARTS(command, "AT+CSCA?"))
        return rest[strspn(rest, "0123456789ABCDEF+*#\", ")] == '\0';
    if (STARTS(command, "AT+CPMS=\""))
        return rest[strspn(rest, "0123456789SMETRBA\", ")] == '\0';
    return true;
}

bool
line_needs_info(const char *command)
{
    size_t n = strlen(command);

    return line_free_answer(command) || STARTS(command, "AT+CSQ")
           || STARTS(command, "AT+CPMS=\"") || STARTS(command, "AT+CMGR=")
           || (n && command[n - 1] == '?');
}

bool
line_may_be_refused(const char *command)
{
    static const char *const known[] = { "ATE1", "AT+CFUN=1", "AT^CURC=0",
        "AT^PORTSEL=1", "AT+ZCDRUN=8", "AT+ZOPRT=5" };

    for (size_t i = 0; i < sizeof(known) / sizeof(known[0]); i++)
        if (!strcmp(command, known[i]))
            return true;
    return false;
}

bool
line_repeatable(const char *command)
{
    static const char *const once[] = { "AT+CMGS", "AT+CMGW", "AT+CMSS",
        "AT+CMGD", "AT+CPIN=", "AT+CUSD=1,",
        "AT+CUSD=0,", "AT+CFUN", "AT+CLCK", "AT+CPWD",
        "AT+CMGC", "ATD", "ATZ", "AT&F", "AT^SRESET", "AT^RESET" };

    if (!strcmp(command, "AT+CFUN=1"))
        return true;            /* without ",1" it resets nothing */
    for (size_t i = 0; i < sizeof(once) / sizeof(once[0]); i++)
        if (!strncmp(command, once[i], strlen(once[i])))
            return false;
    return true;
}

bool
line_slow(const char *command)
{
    static const char *const slow[] = { "AT+CPMS", "AT+CMG", "AT+COPS",
        "AT+CFUN", "AT+CPIN", "AT+CUSD" };

    for (size_t i = 0; i < sizeof(slow) / sizeof(slow[0]); i++)
        if (!strncmp(command, slow[i], strlen(slow[i])))
            return true;
    return false;
}

void
line_caller(const char *line, char *out)
{
    const char *p = strchr(line, ':'), *end, *type;
    size_t n;

    out[0] = '\0';
    if (!p)
        return;
    p += 1 + strspn(p + 1, " \"");
    n = strspn(p, "+0123456789*#");
    end = p + n;
    if (n == 0 || n > LINK_NUMBER_MAX - 2 || (*end && !strchr("\",", *end)))
        return;
    type = strchr(end, ',');
    if (*p != '+' && type && atoi(type + 1) == 145)
        *out++ = '+';
    memcpy(out, p, n);
    out[n] = '\0';
}

void
line_head(const char *text, const char *of, char *out, size_t room)
{
    size_t n = strspn(text, of);

    if (n > room - 1)
        n = room - 1;
    memcpy(out, text, n);
    out[n] = '\0';
}

void
line_digits(const char *text, char *out, size_t room)
{
    static const char digits[] = "0123456789";

    line_head(text + strcspn(text, digits), digits, out, room);
}

int
line_reference(const char *line)
{
    char number[8];
    size_t n;
    int reference;

    if (!STARTS(line, "+CMGS:"))
        return -1;
    line += 6 + strspn(line + 6, " ");
    n = strspn(line, "0123456789");
    if (n == 0 || n > 3 || (line[n] && line[n] != ','))
        return -1;
    memcpy(number, line, n);
    number[n] = '\0';
    reference = atoi(number);
    return reference <= 255 ? reference : -1;
}
