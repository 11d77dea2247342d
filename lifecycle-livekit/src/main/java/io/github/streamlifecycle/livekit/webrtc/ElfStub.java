package io.github.streamlifecycle.livekit.webrtc;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/** The smallest ELF64 shared object that a loader accepts: a name, and nothing in it. */
final class ElfStub {
    /** A processor, as ELF numbers it and as Debian names its folders. */
    enum Machine {
        X86_64(62, "x86_64"),
        AARCH64(183, "aarch64");

        private final int elf;
        private final String triplet;

        Machine(int elf, String triplet) {
            this.elf = elf;
            this.triplet = triplet;
        }

        String triplet() {
            return triplet;
        }
    }

    private static final int HEADER = 64;
    private static final int PROGRAM_HEADER = 56;
    private static final int PROGRAM_HEADERS = 3;
    private static final int DYNAMIC_AT = HEADER + PROGRAM_HEADERS * PROGRAM_HEADER;
    private static final int DYNAMIC_ENTRY = 16;
    private static final int DYNAMIC_SIZE = 6 * DYNAMIC_ENTRY;
    private static final int SYMBOLS_AT = DYNAMIC_AT + DYNAMIC_SIZE;
    private static final int SYMBOL = 24;
    private static final int STRINGS_AT = SYMBOLS_AT + SYMBOL;

    private static final int PT_LOAD = 1;
    private static final int PT_DYNAMIC = 2;
    private static final int PT_GNU_STACK = 0x6474e551;
    private static final int READ_WRITE = 6;

    private static final long DT_NULL = 0;
    private static final long DT_STRTAB = 5;
    private static final long DT_SYMTAB = 6;
    private static final long DT_STRSZ = 10;
    private static final long DT_SYMENT = 11;
    private static final long DT_SONAME = 14;

    private ElfStub() {}

    static byte[] of(String soname, Machine machine) {
        byte[] strings = ("\0" + soname + "\0").getBytes(StandardCharsets.US_ASCII);
        int size = STRINGS_AT + strings.length;
        ByteBuffer elf = ByteBuffer.allocate(size).order(ByteOrder.LITTLE_ENDIAN);
        header(elf, machine);
        programHeader(elf, PT_LOAD, 0, size, 0x10000);
        programHeader(elf, PT_DYNAMIC, DYNAMIC_AT, DYNAMIC_SIZE, 8);
        // without it the JVM assumes an executable stack, and warns
        programHeader(elf, PT_GNU_STACK, 0, 0, 16);
        elf.putLong(DT_STRTAB).putLong(STRINGS_AT);
        elf.putLong(DT_SYMTAB).putLong(SYMBOLS_AT);
        elf.putLong(DT_STRSZ).putLong(strings.length);
        elf.putLong(DT_SYMENT).putLong(SYMBOL);
        elf.putLong(DT_SONAME).putLong(1);
        elf.putLong(DT_NULL).putLong(0);
        elf.position(STRINGS_AT).put(strings);
        return elf.array();
    }

    private static void header(ByteBuffer elf, Machine machine) {
        byte[] elf64LittleEndianSysV = {0x7f, 'E', 'L', 'F', 2, 1, 1, 0};
        elf.put(elf64LittleEndianSysV).putLong(0);
        short sharedObject = 3;
        elf.putShort(sharedObject).putShort((short) machine.elf).putInt(1);
        elf.putLong(0).putLong(HEADER).putLong(0);
        elf.putInt(0).putShort((short) HEADER);
        elf.putShort((short) PROGRAM_HEADER).putShort((short) PROGRAM_HEADERS);
        short noSections = 0;
        elf.putShort((short) 64).putShort(noSections).putShort(noSections);
    }

    private static void programHeader(ByteBuffer elf, int type, long at, long size, long align) {
        elf.putInt(type).putInt(READ_WRITE);
        elf.putLong(at).putLong(at).putLong(at);
        elf.putLong(size).putLong(size).putLong(align);
    }
}
