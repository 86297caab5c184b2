#include "link/link.h"
#include "test.h"

#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

static struct link_message
message(enum link_kind kind)
{
    struct link_message m;

    memset(&m, 0, sizeof(m));
    m.kind = (int32_t)kind;
    return m;
}

TEST(a_packet_arrives_as_it_was_written)
{
    struct link_message m = message(LINK_SEND), got;
    int daemon_end, worker_end;

    m.u.send.attempt = 77;
    strcpy(m.u.send.number, "+254700100200");
    m.u.send.units = 160;
    m.u.send.text[159] = 0x1234;
    CHECK(link_pair(&daemon_end, &worker_end) == OK);
    CHECK(link_read(worker_end, &got) == ERR_EMPTY);
    CHECK(link_write(daemon_end, &m) == OK);
    CHECK(link_read(worker_end, &got) == OK);
    CHECK_INT(got.kind, LINK_SEND);
    CHECK_INT(got.u.send.attempt, 77);
    CHECK_INT(got.u.send.text[159], 0x1234);
    CHECK_TEXT(got.u.send.number, "+254700100200");
    close(daemon_end);
    CHECK(link_read(worker_end, &got) == ERR_GONE);
    CHECK(link_write(worker_end, &m) == ERR_GONE);
    close(worker_end);
}

TEST(a_reader_that_sleeps_makes_the_writer_wait_not_block)
{
    struct link_message m = message(LINK_PART), got;
    int a, b, written = 0, read = 0;
    enum err e;

    strcpy(m.u.part.pdu, "0001");
    CHECK(link_pair(&a, &b) == OK);
    while ((e = link_write(a, &m)) == OK && written < 100000)
        written++;
    CHECK(e == ERR_BUSY);
    CHECK(written > 20);
    while (link_read(b, &got) == OK)
        read++;
    CHECK_INT(read, written);
    CHECK(link_write(a, &m) == OK);
    close(a);
    close(b);
}

TEST(a_packet_of_the_wrong_size_or_kind_is_dropped)
{
    struct link_message m = message(LINK_RESULT), got;
    char big[2 * sizeof(struct link_message)] = { 0 };
    int a, b;

    CHECK(link_pair(&a, &b) == OK);
    CHECK(send(a, &m, sizeof(m), 0) == (ssize_t)sizeof(m));
    CHECK(send(a, &m, 4, 0) == 4);
    CHECK(send(a, big, sizeof(big), 0) == (ssize_t)sizeof(big));
    m.kind = 99;
    CHECK(link_write(a, &m) == ERR_INPUT);
    CHECK(link_read(b, &got) == ERR_CORRUPT);
    CHECK(link_read(b, &got) == ERR_CORRUPT);
    CHECK(link_read(b, &got) == ERR_CORRUPT);
    CHECK(link_read(b, &got) == ERR_EMPTY);
    close(a);
    close(b);
}

TEST(a_string_without_an_end_or_a_count_too_large_is_refused)
{
    struct link_message m = message(LINK_SEND);

    CHECK(link_check(&m, link_bytes(LINK_SEND)) == OK);
    m.u.send.units = 161;
    CHECK(link_check(&m, link_bytes(LINK_SEND)) == ERR_CORRUPT);
    m.u.send.units = 0;
    memset(m.u.send.number, '1', sizeof(m.u.send.number));
    CHECK(link_check(&m, link_bytes(LINK_SEND)) == ERR_CORRUPT);
    m = message(LINK_SEND);
    m.u.send.udh_bytes = 6;
    m.u.send.udh[0] = 200;
    CHECK(link_check(&m, link_bytes(LINK_SEND)) == ERR_CORRUPT);
    m.u.send.udh[0] = 5;
    CHECK(link_check(&m, link_bytes(LINK_SEND)) == OK);
}

TEST(a_part_is_hex_unless_it_is_marked_as_damaged)
{
    struct link_message m = message(LINK_PART);

    strcpy(m.u.part.pdu, "07910A");
    CHECK(link_check(&m, link_bytes(LINK_PART)) == OK);
    strcpy(m.u.part.pdu, "07910a");
    CHECK(link_check(&m, link_bytes(LINK_PART)) == ERR_CORRUPT);
    strcpy(m.u.part.pdu, "0791\x01g");
    CHECK(link_check(&m, link_bytes(LINK_PART)) == ERR_CORRUPT);
    m.u.part.damaged = 1;
    CHECK(link_check(&m, link_bytes(LINK_PART)) == OK);
    CHECK_TEXT(m.u.part.pdu, "0791?g");
}

TEST(a_text_comes_out_as_printable_utf8)
{
    struct link_message m = message(LINK_USSD_REPLY);

    strcpy(m.u.ussd.text, "Salio: 5\n\x1b[2J \xe1\x88\xb0 \xff \xed\xa0\x80");
    CHECK(link_check(&m, link_bytes(LINK_USSD_REPLY)) == OK);
    CHECK_TEXT(m.u.ussd.text, "Salio: 5\n?[2J \xe1\x88\xb0 ? ???");
    memset(m.u.ussd.text, 'x', sizeof(m.u.ussd.text));
    CHECK(link_check(&m, link_bytes(LINK_USSD_REPLY)) == OK);
    CHECK_INT(strlen(m.u.ussd.text), sizeof(m.u.ussd.text) - 1);
}

TEST(what_was_said_before_the_end_is_heard_and_nothing_can_be_said_after)
{
    struct link_message m = message(LINK_HANDED), got;
    int a, b;

    CHECK(link_pair(&a, &b) == OK);
    m.u.handed.attempt = 7;
    CHECK(link_write(b, &m) == OK);
    link_deafen(a);
    CHECK(link_write(b, &m) == ERR_GONE);
    CHECK(link_read(a, &got) == OK);
    CHECK_INT(got.u.handed.attempt, 7);
    CHECK(link_read(a, &got) == ERR_GONE);
    close(a);
    close(b);
}
