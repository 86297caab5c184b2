# Notehome: notes home by SMS. `make help` lists what can be made.
NAME        = notehome
VERSION     = 0.1.0
PREFIX     ?= /usr/local
bindir      = $(PREFIX)/bin
sbindir     = $(PREFIX)/sbin
libexecdir  = $(PREFIX)/libexec/$(NAME)
mandir      = $(PREFIX)/share/man
sysconfdir ?= /etc
unitdir    ?= $(PREFIX)/lib/systemd/system
udevdir    ?= $(PREFIX)/lib/udev/rules.d
sysusersdir ?= $(PREFIX)/lib/sysusers.d
INSTALL    ?= install
CFLAGS     ?= -O2 -g
CXXFLAGS   ?= -O2 -g
PKG_CONFIG ?= pkg-config
BUILD      ?= build$(if $(SAN),/$(SAN))

# What each program is made of. A folder's main.c belongs to one program.
TOOLS       = err log clock
TOOL_SRC    = $(TOOLS:%=host/daemon/%.c)
src         = $(filter-out host/$(1)/main.c,$(wildcard host/$(1)/*.c host/$(1)/*.cc))
PROGRAMS    = notehomed notehome notehome-modem notehome-sim
notehomed_SRC      = host/daemon/main.c host/modem/link.c $(foreach d,daemon store mapping text board web,$(call src,$d))
notehomed_GEN      = $(BUILD)/host/embed_files.o
EMBED       = $(sort $(wildcard host/store/sql/*.sql host/web/static/*))
notehomed_LIBS     = sqlite3 libconfig libserialport libmicrohttpd libsodium libutf8proc jansson
notehomed_MORE     = -lphonenumber -lcsv
notehome_SRC       = host/cli/main.c $(call src,cli) $(TOOL_SRC)
notehome_LIBS      = libcurl jansson libconfig
notehome-modem_SRC = host/modem/main.c $(call src,modem) $(TOOL_SRC)
notehome-modem_LIBS = gammu
notehome-sim_SRC   = host/sim/main.c $(call src,sim) $(TOOL_SRC)
PKGS        = $(sort $(foreach p,$(PROGRAMS),$($(p)_LIBS)))

# Debian packages, by the command that needs them.
DEPS_BUILD  = gcc g++ make pkg-config libgammu-dev libsqlite3-dev libconfig-dev \
              libserialport-dev libmicrohttpd-dev libsodium-dev libphonenumber-dev \
              libutf8proc-dev libcsv-dev libjansson-dev libcurl4-gnutls-dev
DEPS_CHECK  = $(DEPS_BUILD) libcmocka-dev nodejs clang libclang-rt-14-dev
DEPS_LINT   = $(DEPS_CHECK) clang-tidy clang-format cppcheck shellcheck
DEPS_BENCH  = $(DEPS_CHECK) gammu-smsd smstools

WARN        = -Wall -Wextra -Wshadow -Wswitch-enum -Wvla -Wpointer-arith -Wformat=2 -Wundef
WARN_C      = $(WARN) -Wmissing-prototypes -Wstrict-prototypes
SAN_FLAGS   = $(if $(SAN),-fsanitize=$(SAN) -fno-omit-frame-pointer)
OWN_ALL    := -D_GNU_SOURCE -DVERSION='"$(VERSION)"' -DLIBEXECDIR='"$(libexecdir)"' -pthread -MMD -MP -Iinclude -Ihost -I$(BUILD)/host \
              $(shell $(PKG_CONFIG) --cflags $(PKGS) 2>/dev/null) $(SAN_FLAGS) $(if $(WERROR),-Werror)
OWN         = -std=c11 $(WARN_C) $(OWN_ALL)
OWN_CXX     = -std=c++17 $(WARN) $(OWN_ALL)

obj         = $(patsubst %.c,$(BUILD)/%.o,$(filter %.c,$(1))) $(patsubst %.cc,$(BUILD)/%.o,$(filter %.cc,$(1)))
HOST_SRC    = $(sort $(wildcard $(foreach p,$(PROGRAMS),$($(p)_SRC))))
UNIT        = $(patsubst %.c,$(BUILD)/%,$(wildcard tests/unit/*_test.c))

all: $(PROGRAMS:%=$(BUILD)/%)

help:
	@echo 'Build:    all firmware clean distclean compile_commands.json'
	@echo 'Try:      demo (ONCE=1: one round trip)'
	@echo 'Prove:    check check-unit check-system check-asan check-tsan fuzz lint bench'
	@echo 'Install:  install uninstall (DESTDIR= PREFIX=) dist'
	@echo 'Tidy:     format'

# --- objects and programs -------------------------------------------------
$(BUILD)/%.o: %.c
	@mkdir -p $(@D)
	$(CC) $(OWN) $(CPPFLAGS) $(CFLAGS) -c -o $@ $<
$(BUILD)/%.o: %.cc
	@mkdir -p $(@D)
	$(CXX) $(OWN_CXX) $(CPPFLAGS) $(CXXFLAGS) -c -o $@ $<

# Files inside the program: daemon/embed.h.
$(BUILD)/host/embed_files.S: host/daemon/embed.sh Makefile $(EMBED)
	@mkdir -p $(@D)
	host/daemon/embed.sh $(EMBED) > $@
$(BUILD)/host/embed_files.o: $(BUILD)/host/embed_files.S $(EMBED)
	$(CC) -c -o $@ $<

define program
$(BUILD)/$(1): $(call obj,$($(1)_SRC)) $($(1)_GEN)
	$$(CXX) $$(SAN_FLAGS) $$(CFLAGS) $$(LDFLAGS) -pthread -o $$@ $$^ -Wl,--as-needed \
	    $$(shell $$(PKG_CONFIG) --libs $($(1)_LIBS)) $($(1)_MORE)
endef
$(foreach p,$(PROGRAMS),$(eval $(call program,$p)))

# Everything but the main.c files, for the tests to link what they use.
$(BUILD)/libhost.a: $(call obj,$(filter-out %/main.c,$(HOST_SRC))) $(notehomed_GEN)
	$(AR) rcsP $@ $?

# --- proofs ---------------------------------------------------------------
check-unit: $(UNIT)
	@tests/run.sh $(UNIT)

$(BUILD)/tests/unit/%_test: $(BUILD)/tests/unit/%_test.o $(BUILD)/tests/unit/test.o $(BUILD)/libhost.a
	$(CXX) $(SAN_FLAGS) $(CFLAGS) $(LDFLAGS) -pthread -o $@ $^ -Wl,--as-needed \
	    $(shell $(PKG_CONFIG) --libs $(PKGS) cmocka) $(notehomed_MORE)

clean:
	rm -rf build
distclean: clean
	rm -f compile_commands.json

.PHONY: all help check-unit clean distclean
.SECONDARY:
-include $(shell find $(BUILD) -name '*.d' 2>/dev/null)
