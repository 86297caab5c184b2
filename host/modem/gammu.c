#include "modem/gammu.h"

#include "base/log.h"
#include "modem/line.h"
#include "modem/listing.h"

#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* libgammu has some of our names for its own errors. */
#define ERR_TIMEOUT GSM_ERR_TIMEOUT
#define ERR_EMPTY GSM_ERR_EMPTY
#define ERR_MEMORY GSM_ERR_MEMORY
#define ERR_BUSY GSM_ERR_BUSY
#include <gammu.h>
#undef ERR_TIMEOUT
#undef ERR_EMPTY
#undef ERR_MEMORY
#undef ERR_BUSY

enum {
    LIST_STEPS_MAX = 3000,      /* entries and errors of one listing */
    PUMP_STEPS_MAX = 20
};

struct gammu {
    GSM_StateMachine *machine;
    GSM_MultiSMSMessage listed; /* 260 KB: never on a stack */
    bool answered;              /* libgammu saw how the last part ended */
};

static enum err
ours(GSM_Error e)
{
    switch ((int)e) {
    case ERR_NONE:
        return OK;
    case GSM_ERR_EMPTY:
        return ERR_EMPTY;
    case GSM_ERR_TIMEOUT:
        return ERR_TIMEOUT;
    case ERR_NOTSUPPORTED:
    case ERR_NOTIMPLEMENTED:
        return ERR_INPUT;
    case ERR_MOREMEMORY:
        return ERR_MEMORY;
    case ERR_DEVICEWRITEERROR:
    case ERR_DEVICEREADERROR:
        return ERR_IO;
    default:
        return ERR_REFUSED;
    }
}

static enum err
told(const char *what, GSM_Error e)
{
    if (e != ERR_NONE)
        log_debug("gammu", "%s: %s", what, GSM_ErrorName(e));
    return ours(e);
}

/* The outcome comes from the raw result line; this only notes that libgammu
 * has read it too and is ready for the next part. */
static void
part_ended(GSM_StateMachine *machine, int status, int reference, void *self)
{
    struct gammu *g = self;

    (void)machine;
    (void)status;
    (void)reference;
    g->answered = true;
}

static void
drop(struct gammu *g)
{
    if (!g)
        return;
    if (g->machine) {
        if (GSM_IsConnected(g->machine))
            GSM_TerminateConnection(g->machine);
        GSM_FreeStateMachine(g->machine);
    }
    free(g);
}

enum err
gammu_open(const char *tty, const char *connection, struct gammu **out)
{
    struct gammu *g = calloc(1, sizeof(*g));
    GSM_Config *c;
    GSM_Error e;

    if (!g || !(g->machine = GSM_AllocStateMachine())) {
        drop(g);
        return ERR_MEMORY;
    }
    c = GSM_GetConfig(g->machine, 0);
    c->Device = strdup(tty);
    c->Connection = strdup(*connection ? connection : "dku2at");
    c->DebugFile = strdup("");
    c->Model[0] = '\0';         /* auto: only that finds the vendor's quirks */
    c->DebugLevel[0] = '\0';
    c->UseGlobalDebugFile = FALSE;
    c->LockDevice = FALSE;
    c->SyncTime = FALSE;
    c->StartInfo = FALSE;
    c->PhoneFeatures[0] = 0;
    for (int i = 0; i < 5; i++)
        c->CNMIParams[i] = -1;  /* zeros would mean: announce nothing */
    GSM_SetConfigNum(g->machine, 1);
    if ((e = GSM_InitConnection(g->machine, 1)) != ERR_NONE) {
        log_warn("gammu", "start: %s", GSM_ErrorName(e));
        drop(g);
        return ours(e);
    }
    GSM_SetSendSMSStatusCallback(g->machine, part_ended, g);
    *out = g;
    return OK;
}

void
gammu_identity(struct gammu *g, struct link_ready *out)
{
    char text[4 * (GSM_MAX_NUMBER_LENGTH + 1)] = "", date[200] = "";
    GSM_SMSC smsc = { .Location = 1 };
    double number;

    if (GSM_GetManufacturer(g->machine, text) == ERR_NONE)
        snprintf(out->maker, sizeof(out->maker), "%.31s", text);
    text[0] = '\0';
    if (GSM_GetModel(g->machine, text) == ERR_NONE)
        snprintf(out->model, sizeof(out->model), "%.31s", text);
    text[0] = '\0';
    if (GSM_GetFirmware(g->machine, text, date, &number) == ERR_NONE)
        snprintf(out->firmware, sizeof(out->firmware), "%.31s", text);
    text[0] = '\0';
    if (GSM_GetIMEI(g->machine, text) == ERR_NONE)
        line_digits(text, out->imei, sizeof(out->imei));
    text[0] = '\0';
    if (GSM_GetSIMIMSI(g->machine, text) == ERR_NONE)
        line_digits(text, out->imsi, sizeof(out->imsi));
    if (GSM_GetSMSC(g->machine, &smsc) == ERR_NONE) {
        EncodeUTF8(text, smsc.Number);
        line_head(text, "+0123456789", out->smsc, sizeof(out->smsc));
    }
}

void
gammu_announce(struct gammu *g)
{
    GSM_Error e;

    if ((e = GSM_SetIncomingCall(g->machine, TRUE)) != ERR_NONE)
        log_warn("gammu", "calls are not announced: %s", GSM_ErrorName(e));
    if ((e = GSM_SetIncomingUSSD(g->machine, TRUE)) != ERR_NONE)
        log_info("gammu", "USSD answers are not shown: %s", GSM_ErrorName(e));
}

enum err
gammu_list(struct gammu *g,
           void (*found)(void *self, int store, int index, int location),
           void *self)
{
    GSM_SMSMessage *sms = &g->listed.SMS[0];
    char sender[4 * (GSM_MAX_NUMBER_LENGTH + 1)];
    int store, index;
    GSM_Error e = ERR_NONE;

    sms->Folder = 0;
    sms->Location = 0;
    for (int i = 0; i < LIST_STEPS_MAX; i++) {
        g->listed.Number = 0;
        e = GSM_GetNextSMS(g->machine, &g->listed, i == 0);
        if (e != ERR_NONE)
            break;
        sender[0] = '\0';
        if (g->listed.Number > 0)
            EncodeUTF8(sender, sms->Number);
        if (listing_slot(sender, &store, &index))
            found(self, store, index, sms->Location);
        sms->Folder = 0;
    }
    return e == ERR_NONE || (int)e == GSM_ERR_EMPTY ? OK : told("list", e);
}

enum err
gammu_delete(struct gammu *g, int location)
{
    GSM_SMSMessage *sms = &g->listed.SMS[0];

    memset(sms, 0, sizeof(*sms));
    sms->Location = location;
    return told("delete", GSM_DeleteSMS(g->machine, sms));
}

/* libgammu turns a lone "~" of UCS-2 text into something else; two of them
 * come out as one. */
static void
put_text(GSM_SMSMessage *sms, const struct link_send *part)
{
    int n = 0;

    for (int i = 0; i < part->units && n < GSM_MAX_SMS_CHARS_LENGTH; i++) {
        int copies = part->ucs2 && part->text[i] == '~' ? 2 : 1;
        for (; copies > 0; copies--, n++) {
            sms->Text[2 * n] = (unsigned char)(part->text[i] >> 8);
            sms->Text[2 * n + 1] = (unsigned char)part->text[i];
        }
    }
    sms->Text[2 * n] = sms->Text[2 * n + 1] = 0;
    sms->Length = n;
}

enum err
gammu_send(struct gammu *g, const struct link_send *part, const char *smsc)
{
    GSM_SMSMessage *sms = &g->listed.SMS[0];

    GSM_SetDefaultSMSData(sms);
    sms->Class = -1;            /* the default would be a flash message */
    sms->PDU = part->report ? SMS_Status_Report : SMS_Submit;
    sms->Coding = part->ucs2 ? SMS_Coding_Unicode_No_Compression
                             : SMS_Coding_Default_No_Compression;
    sms->UDH.Type = UDH_NoUDH;
    if (part->udh_bytes) {
        sms->UDH.Type = UDH_UserUDH;
        sms->UDH.Length = part->udh_bytes;
        memcpy(sms->UDH.Text, part->udh, (size_t)part->udh_bytes);
    }
    put_text(sms, part);
    EncodeUnicode(sms->Number, part->number, strlen(part->number));
    sms->SMSC.Location = 0;     /* 1 would ask for it and spoil the validity */
    EncodeUnicode(sms->SMSC.Number, smsc, strlen(smsc));
    sms->SMSC.Validity.Format = SMS_Validity_RelativeFormat;
    sms->SMSC.Validity.Relative = (GSM_ValidityPeriod)part->validity;
    g->answered = false;
    return told("send", GSM_SendSMS(g->machine, sms));
}

enum err
gammu_count(struct gammu *g, int *used)
{
    GSM_SMSMemoryStatus status = { 0 };
    GSM_Error e = GSM_GetSMSStatus(g->machine, &status);

    if (e != ERR_NONE)
        return told("count", e);
    *used = status.SIMUsed + status.PhoneUsed;
    return OK;
}

enum err
gammu_signal(struct gammu *g, int *percent, int *dbm)
{
    GSM_SignalQuality q = { 0 };
    GSM_Error e = GSM_GetSignalQuality(g->machine, &q);

    if (e != ERR_NONE)
        return told("signal", e);
    *percent = q.SignalPercent;
    *dbm = q.SignalPercent < 0 ? 0 : q.SignalStrength;
    return OK;
}

void
gammu_pump(struct gammu *g)
{
    for (int i = 0; i < PUMP_STEPS_MAX && !g->answered; i++)
        if (GSM_ReadDevice(g->machine, FALSE) <= 0)
            break;
    g->answered = true;
}
