# Notehome: notes home by SMS. `make help` lists what can be made.
NAME        = notehome
VERSION     = 0.2.0
PREFIX     ?= /usr/local
bindir      = $(PREFIX)/bin
sbindir     = $(PREFIX)/sbin
libexecdir  = $(PREFIX)/libexec/$(NAME)
mandir      = $(PREFIX)/share/man
sharedir    = $(PREFIX)/share/$(NAME)
sysconfdir ?= /etc
confdir     = $(sysconfdir)/$(NAME)
unitdir    ?= $(PREFIX)/lib/systemd/system
udevdir    ?= $(PREFIX)/lib/udev/rules.d
sysusersdir ?= $(PREFIX)/lib/sysusers.d
tmpfilesdir ?= $(PREFIX)/lib/tmpfiles.d
completionsdir ?= $(PREFIX)/share/bash-completion/completions
polkitdir  ?= $(sysconfdir)/polkit-1/rules.d
INSTALL    ?= install
CFLAGS     ?= -O2 -g
CXXFLAGS   ?= -O2 -g
PKG_CONFIG ?= pkg-config
BUILD      ?= build$(if $(SAN),/$(SAN))

# What each program is made of: rooms, and the rooms inside them. A room's
# main.c belongs to one program.
TOOLS       = err log clock
TOOL_SRC    = $(TOOLS:%=host/base/%.c)
src         = $(filter-out host/$(1)/main.c,$(wildcard $(foreach e,*.c *.cc */*.c,host/$(1)/$e)))
PROGRAMS    = notehomed notehome notehome-modem notehome-clock notehome-sim $(PAPERS)
# Where Pango is there to build with: all else does without it.
PAPERS     := $(if $(shell $(PKG_CONFIG) --exists pangocairo 2>/dev/null && echo 1),notehome-papers)
notehomed_SRC      = host/daemon/main.c $(foreach d,base diary link lists ports status settings daemon dongle store send mapping text board paper web,$(call src,$d))
notehomed_GEN      = $(BUILD)/host/embed_files.o $(BUILD)/host/web/pages/pages.o
EMBED       = $(sort $(wildcard host/store/sql/*.sql host/mapping/words/*.words host/mapping/words/*.bin host/mapping/urgent_words/*.words host/web/static/*)) $(MO) $(PACKED)
MO          = $(patsubst %.po,$(BUILD)/%.mo,$(sort $(wildcard host/web/po/*.po)))
PACKED      = $(patsubst %,$(BUILD)/%.gz,$(sort $(filter %.css %.js %.svg,$(wildcard host/web/static/*))))
notehomed_LIBS     = sqlite3 libcurl libconfig libserialport libmicrohttpd gnutls libsodium libutf8proc jansson zlib libzip expat libqrencode
notehomed_MORE     = -lphonenumber -lcsv
notehome_SRC       = host/cli/main.c $(call src,cli) $(TOOL_SRC) host/settings/config.c host/base/ask.c
notehome_LIBS      = libcurl jansson libconfig
notehome-modem_SRC = host/modem/main.c $(call src,modem) $(call src,link) host/text/reason.c $(TOOL_SRC)
notehome-modem_LIBS = gammu libseccomp
notehome-clock_SRC = host/clock/main.c $(TOOL_SRC)
notehome-papers_SRC = host/print/main.c $(call src,print) $(call src,paper) $(TOOL_SRC) host/base/embed.c $(PAPERS_KIT:%=host/web/kit/%.c)
PAPERS_KIT  = catalogue languages plural
notehome-papers_GEN = $(BUILD)/host/embed_papers.o
notehome-papers_LIBS = pangocairo libqrencode jansson
notehome-sim_SRC   = host/practice/main.c $(call src,practice) $(TOOL_SRC)
PKGS        = $(sort $(foreach p,$(PROGRAMS),$($(p)_LIBS)))

# Debian packages, by the command that needs them.
DEPS_BUILD  = gcc g++ make pkg-config libgammu-dev libsqlite3-dev libconfig-dev \
              libseccomp-dev libgnutls28-dev libserialport-dev libmicrohttpd-dev libsodium-dev libphonenumber-dev \
              libutf8proc-dev libcsv-dev libjansson-dev libcurl4-gnutls-dev \
              zlib1g-dev libzip-dev libexpat1-dev libqrencode-dev gettext
# The papers: Pango to build notehome-papers (build without, and it alone is
# missing), fonts and readers of PDF and QR to try it.
DEPS_PAPERS = libpango1.0-dev fonts-noto-core fonts-dejavu-core poppler-utils zbar-tools
DEPS_CHECK  = $(DEPS_BUILD) $(DEPS_FIRMWARE) $(DEPS_PAPERS) git libcmocka-dev nodejs gammu faketime systemd clang libclang-rt-dev lld
DEPS_LINT   = $(DEPS_CHECK) clang-tidy cppcheck shellcheck
# npm and node from elsewhere (nodesource) come as one package: only what is missing.
DEPS_BROWSER = $(DEPS_CHECK) fonts-noto-core $(if $(shell command -v npm),,npm)
DEPS_AVR    = gcc make gcc-avr binutils-avr avr-libc
DEPS_FIRMWARE = $(DEPS_AVR) libcmocka-dev libsimavr-dev libelf-dev avrdude arduino-core-avr
DEPS_DEB    = $(DEPS_BUILD) $(DEPS_AVR) libpango1.0-dev git libcmocka-dev debhelper dpkg-dev lintian mmdebstrap
DEPS_VM     = $(DEPS_DEB) qemu-system-x86 e2fsprogs
DEPS_IMAGE  = $(DEPS_DEB) $(if $(KEY),signify-openbsd)
DEPS_BENCH  = $(DEPS_CHECK) gammu-smsd smstools

WARN        = -Wall -Wextra -Wshadow -Wswitch-enum -Wvla -Wpointer-arith -Wformat=2 -Wundef
WARN_C      = $(WARN) -Wmissing-prototypes -Wstrict-prototypes
SAN_FLAGS   = $(if $(SAN),-fsanitize=$(SAN) -fno-omit-frame-pointer -DSANITIZED)
# A fault in a program is hard to use: tests/hardened.sh says what for. They
# come last, whatever a distribution sets; sanitizers see more without them.
OPTIMISED   = $(filter-out -O0,$(filter -O%,$(CFLAGS)))
HARD_CC     = $(if $(SAN),,-fPIE -fstack-protector-strong $(CLASH) $(if $(OPTIMISED),-U_FORTIFY_SOURCE -D_FORTIFY_SOURCE=3))
HARD_LD     = $(if $(SAN),,-pie -Wl,-z,relro,-z,now -Wl,-z,noexecstack)
CLASH      := $(if $(filter arm%,$(shell $(CC) -dumpmachine)),,-fstack-clash-protection)
# Files over 2 GB and dates after 2038 on 32 bit; no library is told a time_t.
WIDE       := $(if $(filter 4,$(shell echo __SIZEOF_LONG__ | $(CC) -E -P -)),-D_FILE_OFFSET_BITS=64 -D_TIME_BITS=64)
OWN_ALL    := -D_GNU_SOURCE $(WIDE) -DVERSION='"$(VERSION)"' -pthread -MMD -MP -Iinclude -Ihost -I$(BUILD)/host \
              $(shell $(PKG_CONFIG) --cflags $(PKGS) 2>/dev/null) $(SAN_FLAGS) $(if $(WERROR),-Werror)
OWN         = -std=c11 $(WARN_C) $(OWN_ALL)
OWN_CXX     = -std=c++17 $(WARN) $(OWN_ALL)

# V=1 shows every command in full.
quiet       = $(if $(V),,@echo '  $(1) $@';)
obj         = $(patsubst %.c,$(BUILD)/%.o,$(filter %.c,$(1))) $(patsubst %.cc,$(BUILD)/%.o,$(filter %.cc,$(1)))
HOST_SRC    = $(sort $(wildcard $(foreach p,$(PROGRAMS),$($(p)_SRC))))
HELPERS     = $(patsubst %.c,$(BUILD)/%,$(filter-out tests/system/preload_%,$(wildcard tests/system/*.c))) \
              $(patsubst %.c,$(BUILD)/%.so,$(wildcard tests/system/preload_*.c))
ALL_LIBS    = $(shell $(PKG_CONFIG) --libs $(PKGS)) $(notehomed_MORE)
UNIT        = $(patsubst %.c,$(BUILD)/%,$(wildcard tests/unit/*_test.c))
# Some 200 programs of the tests, three times: lld, where it is, takes half as long.
# What is installed is linked as a distribution does it.
TEST_LD    := $(if $(shell command -v ld.lld),-fuse-ld=lld)

all: $(PROGRAMS:%=$(BUILD)/%)

help:
	@echo 'Build:    all firmware flash hardware hardware-release clean distclean compile_commands.json'
	@echo 'Try:      demo (ONCE=1: one round trip) screenshots'
	@echo 'Prove:    check check-unit check-system check-browser check-firmware hardware-check check-asan check-tsan fuzz lint bench years'
	@echo '          check-models check-install check-offline check-image check-arm (SUITE= ARCH=) check-long fuzz-long (hours) check-busy (TIMES=5) soak'
	@echo 'Install:  install uninstall (DESTDIR= PREFIX=) deb bundle (SUITE= ARCH=) image (ARCH= KEY=) dist'
	@echo 'Tidy:     po (refreshes the translations) schema (the tables as they stand)'

# --- objects and programs -------------------------------------------------
$(BUILD)/%.o: %.c
	@mkdir -p $(@D)
	$(call quiet,CC)$(CC) $(OWN) $(CPPFLAGS) $(CFLAGS) $(HARD_CC) -c -o $@ $<
$(BUILD)/%.o: %.cc
	@mkdir -p $(@D)
	$(call quiet,CXX)$(CXX) $(OWN_CXX) $(CPPFLAGS) $(CXXFLAGS) $(HARD_CC) -c -o $@ $<
# What tells the version is made anew with a new one.
$(call obj,$(wildcard host/*/main.c) host/web/health.c host/web/api/api_status.c): Makefile

# Files inside the program: base/embed.h. Their folders tell that one is gone.
$(BUILD)/host/embed_files.S: host/base/embed.sh Makefile $(EMBED) host/store/sql host/mapping/words host/mapping/urgent_words host/web/static
	@mkdir -p $(@D)
	$(call quiet,GEN)host/base/embed.sh $(EMBED) > $@
$(BUILD)/host/embed_files.o: $(BUILD)/host/embed_files.S $(EMBED)
	$(call quiet,AS)$(CC) -c -o $@ $<
# Those of notehome-papers: the translations alone.
$(BUILD)/host/embed_papers.S: host/base/embed.sh Makefile $(MO)
	@mkdir -p $(@D)
	$(call quiet,GEN)host/base/embed.sh $(MO) > $@
$(BUILD)/host/embed_papers.o: $(BUILD)/host/embed_papers.S $(MO)
	$(call quiet,AS)$(CC) -c -o $@ $<

# Translations, checked for their placeholders; files as browsers take them.
$(BUILD)/%.mo: %.po
	@mkdir -p $(@D)
	$(call quiet,MO)msgfmt --check-format --endianness=little -o $@ $<
$(BUILD)/%.gz: %
	@mkdir -p $(@D)
	@gzip -9nc $< > $@
po: $(BUILD)/host/web/pages/pages.c ; host/web/po/update.sh $(BUILD)

# Pages in C: host/web/pages.awk. What includes them waits for the header.
PAGES       = $(sort $(wildcard host/web/pages/*.html))
$(BUILD)/host/web/pages/pages.h $(BUILD)/host/web/pages/pages.c: host/web/pages.awk $(PAGES)
	@mkdir -p $(@D)
	$(call quiet,GEN)LC_ALL=C awk -v HEADER=$(if $(filter %.h,$@),1,0) -f host/web/pages.awk $(PAGES) > $@.new
	@mv $@.new $@
$(BUILD)/host/web/pages/pages.o: $(BUILD)/host/web/pages/pages.c
	$(call quiet,CC)$(CC) $(OWN) $(CPPFLAGS) $(CFLAGS) $(HARD_CC) -c -o $@ $<
$(call obj,$(call src,web) $(wildcard tests/unit/*.c)) $(BUILD)/host/web/pages/pages.o: | $(BUILD)/host/web/pages/pages.h

define program
$(BUILD)/$(1): $(call obj,$($(1)_SRC)) $($(1)_GEN)
	$$(call quiet,LD)$$(CXX) $$(SAN_FLAGS) $$(CFLAGS) $$(LDFLAGS) $$(HARD_LD) -pthread -o $$@ $$^ -Wl,--as-needed \
	    $(if $($(1)_LIBS),$$(shell $$(PKG_CONFIG) --libs $($(1)_LIBS))) $($(1)_MORE)
endef
$(foreach p,$(PROGRAMS),$(eval $(call program,$p)))

# Everything but the main.c files, for the tests to link what they use. The
# practice dongle has an archive of its own: it shares no code, and some names.
# Each is made anew, so that no object of a file that is gone stays in it.
SIM_OBJ     = $(call obj,$(filter-out %/main.c,$(wildcard $(notehome-sim_SRC))))
$(BUILD)/libhost.a: $(filter-out $(BUILD)/host/practice/%,$(call obj,$(filter-out %/main.c,$(HOST_SRC)))) $(notehomed_GEN)
	$(call quiet,AR)rm -f $@ && $(AR) rcsP $@ $^
$(BUILD)/libpractice.a: $(SIM_OBJ)
	$(call quiet,AR)rm -f $@ && $(AR) rcsP $@ $^

# --- data that is built in ------------------------------------------------
$(BUILD)/host/text/words_data.h: host/text/words.awk $(sort $(wildcard host/text/words/*.txt))
	@mkdir -p $(@D)
	awk -f $^ > $@.new && mv $@.new $@
$(BUILD)/host/text/words.o: $(BUILD)/host/text/words_data.h
$(BUILD)/host/text/credit_data.h: host/text/credit.awk $(sort $(wildcard host/text/credit/*.txt))
	@mkdir -p $(@D)
	awk -f $^ > $@.new && mv $@.new $@
$(BUILD)/host/text/credit_words.o: $(BUILD)/host/text/credit_data.h
$(BUILD)/host/store/staff/common_data.h: host/store/staff/common.awk host/store/staff/common.txt
	@mkdir -p $(@D)
	LC_ALL=C awk -f $^ > $@.new && mv $@.new $@
$(BUILD)/host/store/staff/password_common.o: $(BUILD)/host/store/staff/common_data.h
$(BUILD)/host/text/operators_data.h: host/text/operators.awk host/text/operators.txt
	@mkdir -p $(@D)
	awk -f $^ > $@.new && mv $@.new $@
$(BUILD)/host/text/operators.o: $(BUILD)/host/text/operators_data.h

# How much harm is heard, and how much else taken for it: tests/words/.
words-report: $(BUILD)/tests/words/report $(BUILD)/tests/words/urgent_report
	@$< $(sort $(wildcard tests/words/*.used.tsv)) && echo && $< $(sort $(wildcard tests/words/*.heldout.tsv)) \
	    && echo && $< $(sort $(wildcard tests/words/*.heldout2.tsv))
	@echo && $(BUILD)/tests/words/urgent_report tests/words/urgent/used.tsv tests/words/urgent/heldout.tsv
words-learn: $(BUILD)/tests/words/learn
	$< host/mapping/words/learnt.bin $(sort $(wildcard tests/words/*.used.tsv tests/words/*.more.tsv))
$(BUILD)/tests/words/%: $(BUILD)/tests/words/%.o $(BUILD)/libhost.a
	$(call quiet,LD)$(CXX) $(SAN_FLAGS) $(CFLAGS) $(LDFLAGS) $(HARD_LD) -pthread -o $@ $^ -Wl,--as-needed $(ALL_LIBS)

# The tables as they stand, for those who read: unit/schema holds it.
schema: $(BUILD)/tests/unit/schema_print
	$< > $(BUILD)/schema.sql && cp $(BUILD)/schema.sql host/store/schema.sql
$(BUILD)/tests/unit/schema_print: $(BUILD)/tests/unit/schema_print.o $(BUILD)/libhost.a
	$(call quiet,LD)$(CXX) $(SAN_FLAGS) $(CFLAGS) $(LDFLAGS) $(HARD_LD) -pthread -o $@ $^ -Wl,--as-needed $(ALL_LIBS)

# --- proofs ---------------------------------------------------------------
# make check is every suite; each adds its figures to TEST_RESULTS.
SUITES      = check-boundaries check-unit check-po check-live
check: export TEST_RESULTS ?= $(BUILD)/results
check: deps-check
	@mkdir -p $(BUILD); rm -f $(BUILD)/results
	@$(MAKE) --no-print-directory board-sim test-programs
	@for s in $(SUITES); do $(MAKE) --no-print-directory $$s || failed=1; done; \
	    tests/sum.sh $(TEST_RESULTS) && [ -z "$$failed" ]

check-boundaries:
	@tests/run.sh tests/boundaries.sh tests/named.sh tests/map.sh tests/told.sh
check-po: $(BUILD)/host/web/pages/pages.c
	@tests/run.sh tests/po.sh
check-unit: $(UNIT)
	@tests/run.sh $(UNIT)
# Real programs mostly wait: many run at a time, and the longest start first.
LIVE_JOBS   = 8
LONG        = $(patsubst %,tests/%.test.mjs,browser/pages browser/pages_rtl system/models system/board system/ladder system/modem \
              system/faults system/soak browser/draft browser/desk system/inbound browser/settings browser/families \
              browser/story browser/speed browser/lock browser/tabs system/board_health)
longest_first = $(filter $(1),$(LONG)) $(filter-out $(LONG),$(1))
# Under a sanitizer those are left out that prove no more there: pictures of
# ports and boards, long lives, the practice dongle itself, a worker that is shut
# in (a sanitizer needs its files).
SYSTEM      = $(call longest_first,$(filter-out $(if $(SAN),$(NO_SAN:%=tests/system/%.test.mjs)), \
              $(wildcard tests/system/*.test.mjs)))
NO_SAN      = demo board board_clock board_errand board_health clockdoor confine hang ladder discover install models soak dongles noise sim $(if $(filter thread,$(SAN)),$(NO_TSAN) $(if $(filter all,$(TSAN)),,$(SAME)))
# Two to three times slower under TSan, past deadlines that are part of what they
# prove; they have no thread that the others have not. The only thread of the
# papers is of Pango, which is not built for the sanitizer.
NO_TSAN     = alerts backup clock credit diary disk load modem now papers power quiet serving slow
# Their threads are those of api, faults, import, inbound, roles and tls: TSAN=all,
# as `make check-long` has it, tries these too.
SAME        = behaviour concern hostile kill known languages life menu register setup tree written
# Of the unit tests those that can start a thread: the others have no race to find.
THREADED    = for t in $(UNIT); do nm -D $$t | grep -qE ' U (pthread_create|MHD_start_daemon)' && echo $$t; done
check-system: all board-sim $(HELPERS)
	@NOTEHOME_BUILD=$(abspath $(BUILD)) TEST_JOBS=$(LIVE_JOBS) tests/run.sh $(SYSTEM)
# Every family of modems against fifteen checks, some ten minutes; `make check`
# tries five. MODELS=name,name: those.
check-models: all $(HELPERS)
	@NOTEHOME_BUILD=$(abspath $(BUILD)) MODELS=$(or $(MODELS),all) MODEL_JOBS=$(LIVE_JOBS) \
	    node --test --test-reporter=spec tests/system/models.test.mjs
# The pages in Chromium; its packages come by the lock file.
BROWSER     = tests/browser/node_modules/.package-lock.json
$(BROWSER): tests/browser/package.json tests/browser/package-lock.json
	npm ci --prefix tests/browser --no-audit --no-fund --ignore-scripts --silent
	@touch $@
BROWSER_TESTS = $(call longest_first,$(wildcard tests/browser/*.test.mjs))
browser-ready: all deps-browser
	@$(MAKE) --no-print-directory $(BROWSER) $(BUILD)/tests/system/preload_clock.so $(BUILD)/tests/system/phonetool $(BUILD)/tests/bench/seed
check-browser: browser-ready
	@NOTEHOME_BUILD=$(abspath $(BUILD)) tests/run.sh $(BROWSER_TESTS)
# check-system and check-browser side by side.
check-live: browser-ready board-sim $(HELPERS)
	@NOTEHOME_BUILD=$(abspath $(BUILD)) TEST_JOBS=$(LIVE_JOBS) tests/run.sh \
	    $(call longest_first,$(SYSTEM) $(BROWSER_TESTS))
# Pictures of every page, in both widths and both themes.
screenshots: all deps-browser
	@$(MAKE) --no-print-directory $(BROWSER)
	@NOTEHOME_BUILD=$(abspath $(BUILD)) node tests/browser/shots.mjs
# On 32 bit the C library has calls of its own for wide files and times, which
# the preloads do not know.
test-programs: all $(UNIT) $(if $(WIDE),$(filter-out %.so,$(HELPERS)),$(HELPERS))
# The unit tests compute while the programs wait.
check-core: all $(UNIT) $(HELPERS)
	@NOTEHOME_BUILD=$(abspath $(BUILD)) TEST_JOBS=$(LIVE_JOBS) tests/run.sh $(SYSTEM) $(if $(filter thread,$(SAN)),$$($(THREADED)),$(UNIT))
check-asan: ; $(MAKE) check-core SAN=address,undefined
check-tsan: ; $(MAKE) check-core SAN=thread

# Named one by one: of two patterns that fit, makes before and after 4.4 take
# different ones.
$(filter $(BUILD)/tests/unit/practice_%_test,$(UNIT)): $(BUILD)/tests/unit/practice_%_test: $(BUILD)/tests/unit/practice_%_test.o $(BUILD)/tests/unit/test.o $(BUILD)/libpractice.a
	$(call quiet,LD)$(CXX) $(SAN_FLAGS) $(CFLAGS) $(LDFLAGS) $(HARD_LD) $(TEST_LD) -pthread -o $@ $^ -lcmocka
# What a dongle asks of others goes by the test, which lets any of it fail.
ASKED       = link_write realpath log_line db_begin db_end queue_settle queue_claim modems_ready modems_lost \
              modems_ussd_claim modems_ussd_settle recovery_begin recovery_end recovery_count \
              inbox_receive inbox_removed inbox_call
$(BUILD)/tests/unit/dongle_fail_test: WRAPPED = $(ASKED:%=-Wl,--wrap=%)
# What opens a database gets one that is ready (tests/unit/ready.c), but where the
# opening is what is tried.
READY       = $(BUILD)/tests/unit/libready.a
$(READY): $(BUILD)/tests/unit/ready.o
	@rm -f $@ && $(AR) rcs $@ $<
$(patsubst %,$(BUILD)/tests/unit/%_test,db db_pages schema): OPENED =
OPENED      = -Wl,--wrap=db_open -Wl,--wrap=sqlite3_open_v2
$(BUILD)/tests/unit/%_test: $(BUILD)/tests/unit/%_test.o $(BUILD)/tests/unit/test.o $(BUILD)/libhost.a $(READY)
	$(call quiet,LD)$(CXX) $(SAN_FLAGS) $(CFLAGS) $(LDFLAGS) $(HARD_LD) $(TEST_LD) $(WRAPPED) $(OPENED) -pthread -o $@ $(filter %.o,$^) \
	    -Wl,--start-group $(filter %.a,$^) -Wl,--end-group -Wl,--as-needed $(ALL_LIBS) -lcmocka

# Programs that system tests need beside the product: tests/system/X.c.
$(BUILD)/tests/system/%: $(BUILD)/tests/system/%.o $(BUILD)/libhost.a
	$(call quiet,LD)$(CXX) $(SAN_FLAGS) $(CFLAGS) $(LDFLAGS) $(HARD_LD) $(TEST_LD) -pthread -o $@ $^ -Wl,--as-needed $(ALL_LIBS)

# Libraries that are put under a program (LD_PRELOAD): tests/system/preload_X.c.
$(BUILD)/tests/system/%.so: tests/system/%.c tests/system/preload_steps.h
	@mkdir -p $(@D)
	$(call quiet,LD)$(CC) -std=c11 $(WARN) $(if $(WERROR),-Werror) -O1 -g -shared -fPIC -o $@ $< -ldl

# Figures beside a peer's in the same run; BENCH=short for a quick look.
bench: deps-bench
	@$(MAKE) --no-print-directory all $(BUILD)/tests/bench/seed
	@NOTEHOME_BUILD=$(abspath $(BUILD)) node tests/bench/bench.mjs
# Years of a school, day by day: sizes, writes, lists; YEARS=1 for a quick look.
years:
	@$(MAKE) --no-print-directory $(BUILD)/tests/bench/years
	@nice -n 19 $(BUILD)/tests/bench/years /dev/shm $(or $(YEARS),5)
$(BUILD)/tests/bench/years.o: OWN += -I.
$(BUILD)/tests/bench/%: $(BUILD)/tests/bench/%.o $(BUILD)/libhost.a
	$(call quiet,LD)$(CXX) $(SAN_FLAGS) $(CFLAGS) $(LDFLAGS) $(HARD_LD) -pthread -o $@ $^ -Wl,--as-needed $(ALL_LIBS)

# A term of 13 weeks on a fast clock, an hour; ends with a ledger. WEEKS=,
# SEED=, SPEED= and more: tests/soak/soak.mjs.
soak: deps-check
	@$(MAKE) --no-print-directory all board-sim $(HELPERS)
	@NOTEHOME_BUILD=$(abspath $(BUILD)) node tests/soak/soak.mjs

# One libFuzzer program for each parser of outside bytes; FUZZ_SECONDS for each.
FUZZ        = $(patsubst tests/fuzz/%.c,build/fuzz/tests/fuzz/%,$(wildcard tests/fuzz/*_fuzz.c))
FUZZ_SECONDS ?= 20
fuzz: deps-check
	@$(MAKE) --no-print-directory all fuzz-programs BUILD=build/fuzz CC=clang CXX=clang++ \
	    SAN=fuzzer-no-link,address,undefined
	@tests/fuzz/run.sh $(FUZZ_SECONDS) $(FUZZ)
# An hour for each; what was found joins the seed corpus.
FUZZ_LONG  ?= 3600
fuzz-long: export FUZZ_GROW = 1
fuzz-long: ; @$(MAKE) --no-print-directory fuzz FUZZ_SECONDS=$(FUZZ_LONG)
fuzz-programs: $(FUZZ)
# Where the other side of a comparison is a row of a table of ours, the fuzzer learns
# nothing from it, and each costs a call: here it follows the paths alone.
FUZZ_TABLES = $(addprefix build/fuzz/host/,mapping/%.o lists/%.o store/%.o \
              $(patsubst %,text/%.o,asks class_fold credit% fold gsm7_tables money operators spoken unicode words))
$(filter $(FUZZ_TABLES),$(HOST_SRC:%.c=build/fuzz/%.o)): OWN += -fno-sanitize-coverage=trace-cmp
$(filter build/fuzz/tests/fuzz/practice_%_fuzz,$(FUZZ)): build/fuzz/tests/fuzz/practice_%_fuzz: build/fuzz/tests/fuzz/practice_%_fuzz.o build/fuzz/libpractice.a
	$(call quiet,LD)$(CXX) -fsanitize=fuzzer,address,undefined $(CFLAGS) -pthread -o $@ $^
build/fuzz/tests/fuzz/%_fuzz: build/fuzz/tests/fuzz/%_fuzz.o build/fuzz/tests/fuzz/quick.o build/fuzz/libhost.a
	$(call quiet,LD)$(CXX) -fsanitize=fuzzer,address,undefined $(CFLAGS) -pthread -o $@ $^ -Wl,--as-needed $(ALL_LIBS)

# What only repeats, some hours: five days of the board and a week of sun, each
# parser fuzzed for minutes, a term of school days, the threads of every system test,
# and make check five times while other work keeps every core busy.
check-long:
	@BOARD_LONG=1 $(MAKE) --no-print-directory check-firmware SOAK_HOURS=120
	@$(MAKE) --no-print-directory fuzz FUZZ_SECONDS=300
	@$(MAKE) --no-print-directory soak
	@$(MAKE) --no-print-directory check-tsan TSAN=all
	@$(MAKE) --no-print-directory check-busy TIMES=5
TIMES      ?= 1
check-busy: deps
	@tests/busy.sh $(TIMES) $(MAKE) --no-print-directory check

# What README.md has a keeper of a Debian do, in booted machines; SUITE= for one.
check-install: deps-vm
	@tests/vm/install.sh $(SUITE)

# What README.md says under "Without a network", in booted machines.
check-offline: deps-vm
	@BUNDLE=1 tests/vm/install.sh $(SUITE)

# The disk image as a school has it, in a booted machine.
check-image: deps-vm
	@.ci/deps ovmf
	@tests/vm/image.sh

# The programs for other processors, cross-built, under qemu-user: tests/arm.sh;
# TESTS= for some alone.
ARM         = $(or $(ARCH),armhf arm64)
check-arm: deps-deb
	@for a in $(ARM); do echo "# $$a"; \
	    .ci/root $(or $(SUITE),trixie) $$a "tests/arm.sh $$a $(TESTS)" || failed=1; done; [ -z "$$failed" ]

# --- lint -----------------------------------------------------------------
lint: deps-lint compile_commands.json all
	@echo '  clang-tidy, cppcheck'; printf '%s\n' $(filter %.c,$(HOST_SRC)) \
	    | xargs -n 8 -P $$(nproc) clang-tidy --quiet -p .
	cppcheck -j $$(nproc) --quiet --error-exitcode=1 --std=c11 --inline-suppr \
	    --enable=warning,portability --suppress=missingIncludeSystem \
	    --library=tests/lint.cfg -Iinclude -Ihost -D_GNU_SOURCE $(filter %.c,$(HOST_SRC))
	tests/hardened.sh $(PROGRAMS:%=$(BUILD)/%)
	shellcheck .ci/run .ci/deps .ci/deb .ci/root .ci/bundle .ci/image $$(grep -lr "^.!/bin/sh" debian/image/root) $(shell git ls-files '*.sh')
compile_commands.json: export FLAGS = $(OWN)
compile_commands.json: Makefile
	@flags=$$(printf %s "$$FLAGS" | sed 's/"/\\"/g'); c='['; \
	for f in $(filter %.c,$(HOST_SRC)) $(wildcard tests/unit/*.c); do \
	    printf '%s{"directory":"%s","file":"%s","command":"cc %s -c %s"}\n' \
	        "$$c" "$(CURDIR)" "$$f" "$$flags" "$$f"; c=,; done > $@; echo ']' >> $@

# --- try it ---------------------------------------------------------------
demo: deps-build
	@$(MAKE) --no-print-directory all
	@BUILD=$(BUILD) host/practice/demo.sh $(if $(ONCE),once)

# --- what the machine must have -------------------------------------------
deps-build: ; @.ci/deps $(DEPS_BUILD)
deps-check: ; @.ci/deps $(DEPS_CHECK)
deps-lint:  ; @.ci/deps $(DEPS_LINT)
deps-deb:   ; @.ci/deps $(DEPS_DEB)
deps-vm:    ; @.ci/deps $(DEPS_VM)
deps-image: ; @.ci/deps $(DEPS_IMAGE)
deps-bench: ; @.ci/deps $(DEPS_BENCH)
# Chromium without its window; the whole one where that is no package.
deps-chromium: ; @.ci/deps chromium-headless-shell || .ci/deps chromium
deps-browser: deps-chromium ; @.ci/deps $(DEPS_BROWSER)
deps-firmware: ; @.ci/deps $(DEPS_FIRMWARE)
deps-avr: ; @.ci/deps $(DEPS_AVR)
deps: deps-chromium ; @.ci/deps $(sort $(DEPS_LINT) $(DEPS_DEB) $(DEPS_BROWSER) $(DEPS_HARDWARE))

# --- install --------------------------------------------------------------
D           = $(DESTDIR)
# The board's firmware goes along where it was built, or can be: make firmware.
install: all $(if $(shell command -v avr-gcc),firmware-image)
	[ ! -e $(FW_HEX) ] || $(INSTALL) -D -m 644 $(FW_HEX) $(D)$(sharedir)/notehome-board.hex
	$(INSTALL) -D -m 755 $(BUILD)/notehomed $(D)$(sbindir)/notehomed
	$(INSTALL) -D -m 755 $(BUILD)/notehome $(D)$(bindir)/notehome
	$(INSTALL) -D -m 755 $(BUILD)/notehome-sim $(D)$(bindir)/notehome-sim
	$(INSTALL) -D -m 755 $(BUILD)/notehome-modem $(D)$(libexecdir)/notehome-modem
	$(INSTALL) -D -m 755 $(BUILD)/notehome-clock $(D)$(libexecdir)/notehome-clock
	$(if $(PAPERS),$(INSTALL) -D -m 755 $(BUILD)/notehome-papers $(D)$(libexecdir)/notehome-papers)
	$(INSTALL) -D -m 644 host/daemon/notehomed.8 $(D)$(mandir)/man8/notehomed.8
	$(INSTALL) -D -m 644 host/modem/notehome-modem.8 $(D)$(mandir)/man8/notehome-modem.8
	$(INSTALL) -D -m 644 host/cli/notehome.1 $(D)$(mandir)/man1/notehome.1
	$(INSTALL) -D -m 644 host/practice/notehome-sim.1 $(D)$(mandir)/man1/notehome-sim.1
	$(INSTALL) -D -m 644 host/daemon/60-notehome.rules $(D)$(udevdir)/60-notehome.rules
	$(INSTALL) -D -m 644 host/daemon/90-notehome-stick.rules $(D)$(udevdir)/90-notehome-stick.rules
	$(INSTALL) -D -m 644 host/daemon/notehome.sysusers $(D)$(sysusersdir)/notehome.conf
	$(INSTALL) -D -m 644 host/daemon/notehome.tmpfiles $(D)$(tmpfilesdir)/notehome.conf
	$(INSTALL) -D -m 644 host/daemon/50-notehome-power.rules $(D)$(polkitdir)/50-notehome-power.rules
	$(INSTALL) -D -m 644 host/cli/completion.sh $(D)$(completionsdir)/notehome
	@mkdir -p $(D)$(unitdir)
	sed 's|@sbindir@|$(sbindir)|' host/daemon/notehomed.service > $(D)$(unitdir)/notehomed.service
	$(INSTALL) -m 644 host/daemon/notehome-stick@.service host/daemon/notehome-clock.socket $(D)$(unitdir)
	sed 's|@libexecdir@|$(libexecdir)|' host/daemon/notehome-clock.service > $(D)$(unitdir)/notehome-clock.service
	sed 's|@bindir@|$(bindir)|' host/practice/notehome-practice.service > $(D)$(unitdir)/notehome-practice.service
	@# Versions before 0.3.0 had the settings one folder higher.
	@mkdir -p $(D)$(confdir)
	[ -e $(D)$(confdir)/notehome.conf ] || mv $(D)$(sysconfdir)/notehome.conf $(D)$(confdir) 2>/dev/null || \
	    $(INSTALL) -D -m 640 host/daemon/notehome.conf $(D)$(confdir)/notehome.conf
uninstall:
	rm -f $(addprefix $(D),$(sharedir)/notehome-board.hex $(sbindir)/notehomed $(bindir)/notehome $(bindir)/notehome-sim \
	    $(libexecdir)/notehome-modem $(libexecdir)/notehome-papers $(mandir)/man8/notehomed.8 $(mandir)/man8/notehome-modem.8 \
	    $(mandir)/man1/notehome.1 $(mandir)/man1/notehome-sim.1 $(udevdir)/60-notehome.rules \
	    $(udevdir)/90-notehome-stick.rules $(unitdir)/notehome-stick@.service \
	    $(libexecdir)/notehome-clock $(unitdir)/notehome-clock.socket $(unitdir)/notehome-clock.service $(sysusersdir)/notehome.conf $(tmpfilesdir)/notehome.conf $(completionsdir)/notehome \
	    $(polkitdir)/50-notehome-power.rules $(unitdir)/notehomed.service $(unitdir)/notehome-practice.service)
# Debian's packages; SUITE=bookworm or trixie in a root of its own, with ARCH=
# for another processor.
deb: deps-deb
	@.ci/deb $(SUITE) $(if $(ARCH),$(or $(if $(SUITE),$(ARCH)),$(error say for which release: SUITE=)))
# One file for a stick, with all that a computer without a network needs.
bundle: deps-deb
	@.ci/bundle $(or $(SUITE),trixie) $(or $(ARCH),$(shell dpkg --print-architecture))
# The whole box as one file for a disk; KEY= signs its sums.
image: deps-image
	@.ci/image $(or $(ARCH),$(shell dpkg --print-architecture))
dist:
	@mkdir -p build
	git archive --prefix=$(NAME)-$(VERSION)/ -o build/$(NAME)-$(VERSION).tar.gz HEAD

# Plays the daemon's end of a worker's link, for the system tests.
$(BUILD)/host/cli/cmd_board.o: OWN += -DFIRMWARE_FILE='"$(sharedir)/notehome-board.hex"'

LINKTOOL    = $(BUILD)/tests/system/linktool
$(LINKTOOL): $(BUILD)/tests/system/linktool.o $(call obj,host/link/link.c host/text/reason.c $(TOOL_SRC))
	$(call quiet,LD)$(CXX) $(SAN_FLAGS) $(CFLAGS) $(LDFLAGS) $(HARD_LD) -pthread -o $@ $^ $(shell $(PKG_CONFIG) --libs jansson)

# --- the board's firmware: apart from `all`, so the host needs no AVR tools -
FW          = $(BUILD)/firmware
FW_SRC      = $(wildcard firmware/*.c firmware/avr/*.c)
FW_HEX      = $(FW)/notehome-board.hex
FW_ELF      = $(FW)/notehome-board.elf
FW_VERSION := $(shell echo $(VERSION) | awk -F. '{ print $$1 * 10000 + $$2 * 100 + $$3 }')
FW_MCU      = -mmcu=atmega328p -DF_CPU=16000000UL
FW_FLAGS    = $(FW_MCU) -Os -std=gnu11 -flto -ffunction-sections -fdata-sections \
              -Wall -Wextra -Wshadow -Wundef -Wmissing-prototypes -Wstrict-prototypes \
              -Werror -Iinclude -Ifirmware
FW_LINK     = -Wl,--gc-sections -Wl,--undefined=identity -Wl,--section-start=.identity=0x6FE0
AVR         = avr-

.PHONY: firmware firmware-image flash board-sim check-firmware deps-firmware deps-avr
firmware: deps-avr
	@$(MAKE) --no-print-directory firmware-image
firmware-image: $(FW_HEX)
	@$(AVR)size -A $(FW_ELF) | awk ' \
	    $$1 == ".text" || $$1 == ".data" || $$1 == ".identity" { flash += $$2 } \
	    $$1 == ".data" || $$1 == ".bss" || $$1 == ".noinit" { ram += $$2 } \
	    END { printf "%s: %d bytes of flash (20000 at most), %d of RAM (1400 at most)\n", \
	              "$(FW_HEX)", flash, ram; exit flash > 20000 || ram > 1400 }'
	@$(FW)/stamp --check $(FW_HEX)

$(FW)/stamp: firmware/stamp.c include/board_image.h include/board_frame.h include/board_proto.h
	@mkdir -p $(@D)
	$(call quiet,CC)cc -std=c99 -D_POSIX_C_SOURCE=200809L -Wall -Wextra -Werror -Iinclude -O2 -o $@ $<
# fw_image(NAME, VERSION): compile, find the identity, put it in.
define fw_image
$(FW)/$(1)-unstamped.elf: $(filter-out firmware/stamp.c,$(FW_SRC)) $(wildcard firmware/*.h firmware/avr/*.h include/board_*.h) Makefile
	@mkdir -p $$(@D)
	$$(call quiet,AVR)$(AVR)gcc $(FW_FLAGS) -DFIRMWARE_VERSION=$(2)u $(FW_LINK) -o $$@ $$(filter %.c,$$^)
$(FW)/$(1).elf: $(FW)/$(1)-unstamped.elf $(FW)/stamp
	$$(call quiet,STAMP)$(AVR)objcopy -O binary -j .text -j .data $$< $(FW)/$(1).bin && \
	    $(FW)/stamp $(FW)/$(1).bin $(2) > $(FW)/$(1).id && \
	    $(AVR)objcopy --update-section .identity=$(FW)/$(1).id $$< $$@
$(FW)/$(1).hex: $(FW)/$(1).elf
	$$(call quiet,HEX)$(AVR)objcopy -O ihex -j .text -j .data -j .identity $$< $$@
endef
$(eval $(call fw_image,notehome-board,$(FW_VERSION)))
# The same as the next version, for the rehearsal of an update.
$(eval $(call fw_image,next,$(shell expr $(FW_VERSION) + 1)))

# The dongle stays on meanwhile: its switch is pulled up.
FLASH_BAUD ?= 115200
flash: firmware
	@test -n "$(PORT)" || { echo 'say where: make flash PORT=/dev/ttyUSB0'; exit 2; }
	@$(FW)/stamp --split $(FW_HEX) $(FW)/parked.hex $(FW)/first.hex
	@test $(FLASH_BAUD) != 57600 || echo 'The old bootloader, at 57600 baud, hangs after a watchdog reset: replace it (firmware/README.md).'
	avrdude -q -p atmega328p -c arduino -P $(PORT) -b $(FLASH_BAUD) -D \
	    -U flash:w:$(FW)/parked.hex:i -U flash:w:$(FW)/first.hex:i

# Its parts over a fake hal.h: among the unit tests.
FWU_OBJ     = $(call obj,$(filter-out firmware/main.c firmware/identity.c firmware/stamp.c,$(wildcard firmware/*.c)) \
              tests/unit/fake_hal.c)
$(FWU_OBJ) $(patsubst %.c,$(BUILD)/%.o,$(wildcard tests/unit/firmware_*.c tests/fuzz/firmware_*.c)): OWN += -Ifirmware -Itests/unit -DFIRMWARE_VERSION=100u
$(filter $(BUILD)/tests/unit/firmware_%_test,$(UNIT)): $(BUILD)/tests/unit/firmware_%_test: $(BUILD)/tests/unit/firmware_%_test.o $(BUILD)/tests/unit/test.o $(FWU_OBJ)
	$(call quiet,LD)$(CC) $(SAN_FLAGS) $(CFLAGS) $(LDFLAGS) $(TEST_LD) -o $@ $^ -lcmocka

$(filter build/fuzz/tests/fuzz/firmware_%_fuzz,$(FUZZ)): build/fuzz/tests/fuzz/firmware_%_fuzz: build/fuzz/tests/fuzz/firmware_%_fuzz.o $(FWU_OBJ)
	$(call quiet,LD)$(CXX) -fsanitize=fuzzer,address,undefined $(CFLAGS) -o $@ $^

# The real image in libsimavr, in virtual time; the longest tests first.
FWT         = $(BUILD)/tests/firmware
FWT_LONG    = $(patsubst %,$(FWT)/%_test,soak recover solar reset)
FWT_TESTS   = $(patsubst %.c,$(BUILD)/%,$(wildcard tests/firmware/*_test.c))
FWT_FLAGS   = -std=c11 -D_GNU_SOURCE -O2 -g $(WARN_C) $(if $(WERROR),-Werror) $(SAN_FLAGS) -MMD -MP -Iinclude -Itests -DFW_DIR='"$(FW)"' -DFWT_DIR='"$(FWT)"'
FWT_SIM     = $(patsubst %,$(FWT)/%.o,sim sim_talk sim_fault ds3231)
FWT_LIBS    = -l:libsimavr.a -lelf -lm
check-firmware: deps-firmware
	@$(MAKE) --no-print-directory firmware board-sim $(FW)/next.hex $(FWT_TESTS)
	@# avrdude talks to the simulated chip in real time: not beside the others.
	@export ASAN_OPTIONS=detect_leaks=0 TEST_TIMEOUT=3600; failed=0; \
	    TEST_JOBS=1 tests/run.sh $(FWT)/update_test || failed=1; \
	    TEST_JOBS=2 tests/run.sh $(FWT_LONG) tests/firmware/pins_check \
	        $(filter-out $(FWT_LONG) %/update_test,$(FWT_TESTS)) || failed=1; \
	    exit $$failed
$(FWT)/%.o: tests/firmware/%.c
	@mkdir -p $(@D)
	$(call quiet,CC)$(CC) $(FWT_FLAGS) $(CPPFLAGS) -c -o $@ $<
# The readers of board_frame.h alone on the chip.
$(FWT)/golden_avr.bin: tests/firmware/golden_avr.c include/board_frame.h include/board_proto.h
	@mkdir -p $(@D)
	$(call quiet,AVR)$(AVR)gcc $(FW_FLAGS) -DBAUD=BOARD_BAUD -include board_proto.h -o $(@:.bin=.elf) $<
	$(call quiet,COPY)$(AVR)objcopy -O binary -j .text -j .data $(@:.bin=.elf) $@
$(FWT)/link_test: $(FWT)/golden_avr.bin
$(FWT)/link_test.o: FWT_FLAGS += -DGOLDEN_BIN='"$(FWT)/golden_avr.bin"'
# The real image in real time, on a pty: for system tests and practice.
board-sim: firmware-image $(FWT)/board_sim
$(FWT)/board_sim: $(FWT)/board_sim.o $(FWT_SIM)
	$(call quiet,LD)$(CC) $(SAN_FLAGS) $(LDFLAGS) -o $@ $^ $(FWT_LIBS)
$(FWT)/%_test: $(FWT)/%_test.o $(FWT_SIM) $(BUILD)/tests/unit/test.o
	$(call quiet,LD)$(CC) $(SAN_FLAGS) $(LDFLAGS) -o $@ $(filter %.o,$^) $(FWT_LIBS) -lcmocka

# --- hardware -------------------------------------------------------------
# KiCad's pcbnew module belongs to Debian's own python3.
DEPS_HARDWARE = python3 kicad ngspice librsvg2-bin fonts-dejavu-core openscad $(DEPS_AVR)
.PHONY: hardware hardware-release hardware-check deps-hardware
deps-hardware: ; @.ci/deps $(DEPS_HARDWARE)
# Gerbers, drill files, pictures and PDFs for a board maker or a reader.
hardware: deps-hardware
	/usr/bin/python3 -B hardware/tools/outputs.py hardware $(BUILD)/hardware
	@ls $(BUILD)/hardware
# All that a stranger builds the board from: a folder, and a zip of it.
hardware-release: deps-hardware
	@$(MAKE) --no-print-directory firmware-image
	hardware/tools/release.py hardware $(BUILD)/notehome-board $(VERSION) $(FW_HEX) firmware/README.md LICENSE
	@ls $(BUILD)/notehome-board; ls $(BUILD)/notehome-board-$(VERSION).zip
hardware-check: export TEST_VERBOSE ?= 1
hardware-check: deps-hardware
	@$(MAKE) --no-print-directory firmware-image
	@tests/run.sh tests/hardware/check.py

clean:
	rm -rf build
distclean: clean
	rm -f compile_commands.json

.PHONY: all help po schema check check-po check-boundaries check-unit check-system check-browser check-live check-core \
    check-asan check-tsan check-long check-busy browser-ready fuzz fuzz-long fuzz-programs bench years soak demo lint screenshots words-report words-learn \
    deps deps-build deps-check deps-lint deps-bench deps-browser deps-chromium deps-deb deps-vm deps-image check-install check-offline check-image check-arm test-programs install uninstall deb bundle image dist clean distclean
.PRECIOUS: $(BUILD)/%.o build/fuzz/%.o

.SECONDARY:
-include $(shell find $(BUILD) \( -path $(BUILD)/deb -o -path $(BUILD)/vm -o -path $(BUILD)/image \) -prune -o -name '*.d' -type f -print 2>/dev/null)
