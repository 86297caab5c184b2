#include "diary/line_words.h"

#include <string.h>
#include <strings.h>

/* In lists that end with NULL. */
static const char *const words[] = {
    /* stores, character sets, networks */
    "SM", "ME", "MT", "SR", "BM", "TA", "SM_P", "ME_P", "IRA", "GSM", "UCS2",
    "UCS", "HEX", "UTF", "PCCP437", "PCDN", "PCCP936", "8859", "SC", "FD", "ON",
    "GPRS", "EDGE", "EGPRS", "UMTS", "WCDMA", "HSDPA", "HSUPA", "HSPA", "LTE",
    "CDMA", "NR5G", "CS", "PS", "CS_PS", "ROAM", "OFF", "ROAM_OFF", "ROAM_ON",
    "NOSERVICE", "NOCONN", "CGSM", "DS", "ES", "FCLASS",
    "CSQ", "ACT",
    /* what they say when they start, and of the SIM */
    "RDY", "START", "READY", "CALL", "SMS", "DONE", "PB", "OPL", "SIM", "PIN",
    "PUK", "PIN2", "PUK2", "PH", "NET", "NETSUB", "CORP", "SP", "CARD",
    "SIMCARD", "INIT", "INITIALIZED", "INSERTED", "REMOVED", "FAILURE", "BUSY",
    "WRONG", "NOT", "REQUIRED", "NORMAL", "POWER", "POWERED", "DOWN", "UP",
    "UNDER", "OVER", "VOLTAGE", "WARNNING", "WARNING", "QCRDY", "APP", "QIND",
    "PACSP0", "PACSP", "SYSSTART", "STARTUP", "BOOT", "MODEM", "PSUTTZ", "DST",
    "NO", "ANSWER", "CARRIER", "DIALTONE", "RING", "VOICE", "MISSED_CALL",
    "CONNECT",
    /* errors */
    "OK", "ERROR", "CME", "CMS", "COMMAND", "SUPPORT", "SUPPORTED", "TOO",
    "MANY", "PARAMETERS", "OPERATION", "ALLOWED", "INCORRECT", "PASSWORD",
    "MEMORY", "FULL", "UNKNOWN", "NETWORK", "SERVICE", "TIMEOUT", "INVALID",
    "INDEX", "TEXT", "MODE", "EXPECTED", "CNMA", "ACK", "EMERGENCY", "CALLS",
    "ONLY", "IMSI", "IMEI", "REC", "READ", "UNREAD", "STO", "SENT", "UNSENT",
    NULL };

static const char *const settings[] = { "+CMS ERROR", "+CME ERROR", "+CMGS",
    "+CMGW", "+CMSS", "+CMTI", "+CDSI", "+CMT", "+CDS", "+CBM", "+CMGL",
    "+CMGR", "+CMGD", "+CSQ", "+CESQ", "+CPMS", "+CNMI", "+CSMS", "+CMGF",
    "+CMEE", "+CSCS", "+CFUN", "+CPIN", "^CPIN", "+CLCK", "+CIEV", "+CIND",
    "+CLIP", "+CLCC", "+CRING", "+CBC", "+CGATT", "+CMMS", "+CRC", "+CCWA",
    "+CNMA", "+CSDH", "+CSCA", "+CNUM", "+CCLK", "+CTZV", "*PSUTTZ", "DST",
    "+COPS", "^RSSI",
    "^HCSQ", "^MODE", "^SYSINFO", "^SYSINFOEX", "^BOOT", "^SRVST", "^SIMST",
    "^STIN", "^DSFLOWRPT", "^CURC", "^PORTSEL", "+ZPASR", "+ZUSIMR", "+ZDONR",
    "+SPECC", "+SPERROR", "+QIND", "+QUSIM", "+CCALR", "*ISIMAID", "+GCAP",
    NULL };
static const char *const places[] = { "+CREG", "+CGREG", "+CEREG", "+C5GREG",
    NULL };
static const char *const names[] = { "+CGMI", "+CGMM", "+CGMR", "+GMI", "+GMM",
    "+GMR", "Manufacturer", "Model", "Revision", NULL };
static const char *const ussds[] = { "+CUSD", "*CUSD", "^USSD", "+USSD", NULL };

static bool
is_in(const char *const *list, const char *text, size_t n)
{
    for (; *list; list++)
        if (strlen(*list) == n && !strncasecmp(*list, text, n))
            return true;
    return false;
}

/* text begins with one of the list. */
static bool
begins(const char *const *list, const char *text, size_t n)
{
    for (; *list; list++)
        if (n >= strlen(*list) && !strncmp(*list, text, strlen(*list)))
            return true;
    return false;
}

bool
line_word(const char *word, size_t n)
{
    return is_in(words, word, n);
}

size_t
line_name(const char *line, size_t n)
{
    static const char set[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_";
    size_t len = 1;

    if (n > 4 && (!strncmp(line, "DST:", 4)))
        return 3;
    if (n < 4 || !strchr("+^*%$#&", *line))
        return is_in(names, line, strcspn(line, ":")) ? strcspn(line, ":") : 0;
    while (len < n && line[len] && strchr(set, line[len]))
        len++;
    return len > 2 && len < n && line[len] == ':' && len < 16 ? len : 0;
}

enum line_of
line_kind(const char *line, size_t name)
{
    return is_in(ussds, line, name)    ? LINE_OF_USSD
        : is_in(places, line, name)    ? LINE_OF_PLACE
        : is_in(names, line, name)     ? LINE_OF_NAMES
        : is_in(settings, line, name)  ? LINE_OF_SETTINGS
                                       : LINE_OF_OTHERS;
}

bool
line_final_result(const char *line, size_t n)
{
    static const char *const finals[] = { "OK", "ERROR", "> ", ">", NULL };

    return is_in(finals, line, n);
}

bool
line_is_error(const char *line, size_t n)
{
    static const char *const errors[] = { "+CMS ERROR:", "+CME ERROR:",
        "MODEM ERROR:", "COMMAND NOT SUPPORT", "TOO MANY PARAMETERS", NULL };

    return begins(errors, line, n);
}

bool
line_asks_identity(const char *line, size_t n)
{
    static const char *const asks[] = { "AT+CGMI", "AT+CGMM", "AT+CGMR",
        "AT+GMI", "AT+GMM", "AT+GMR", "AT+GCAP", "ATI", NULL };

    return begins(asks, line, n);
}

bool
line_tells_serial(const char *line, size_t n)
{
    static const char *const tells[] = { "IMEI", "SN", "S/N", "ESN", "MEID",
        "Serial", "SVN", "ICCID", "IMSI", NULL };

    return begins(tells, line, n);
}

bool
line_has_secret(const char *line, size_t n)
{
    static const char *const secrets[] = { "AT+CPIN=", "AT+CPWD=", "AT^CPIN=",
        "AT+CPINE", "AT+CPIN2", NULL };

    return begins(secrets, line, n);
}

bool
line_dials(const char *line, size_t n)
{
    return n > 3 && !strncmp(line, "ATD", 3);
}

bool
line_is_ussd(const char *line, size_t n)
{
    return n > 8 && !strncmp(line, "AT+CUSD", 7);
}
