package io.github.streamlifecycle.livekit.webrtc;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

class NativeStandInsTest {
    @Test
    void stubIsASharedObjectOfItsMachine() {
        byte[] elf = ElfStub.of("libpulse.so.0", ElfStub.Machine.X86_64);
        ByteBuffer fields = ByteBuffer.wrap(elf).order(ByteOrder.LITTLE_ENDIAN);
        assertThat(elf).hasSize(367).startsWith(0x7f, 'E', 'L', 'F');
        assertThat(fields.getShort(16)).isEqualTo((short) 3);
        assertThat(fields.getShort(18)).isEqualTo((short) 62);
        assertThat(ByteBuffer.wrap(ElfStub.of("x", ElfStub.Machine.AARCH64))
                        .order(ByteOrder.LITTLE_ENDIAN)
                        .getShort(18))
                .isEqualTo((short) 183);
        assertThat(new String(elf, StandardCharsets.US_ASCII)).endsWith("\0libpulse.so.0\0");
    }

    @Test
    @EnabledOnOs(value = OS.LINUX, architectures = "amd64")
    void loaderTakesTheStub(@TempDir Path folder) throws Exception {
        Path library = folder.resolve("stub.so");
        Files.write(library, ElfStub.of("libnothing-like-it.so.7", ElfStub.Machine.X86_64));
        System.load(library.toString());
        assertThat(Files.readString(Path.of("/proc/self/maps"))).contains(library.toString());
    }

    @Test
    void nameInTheLoaderCacheIsMatchedWhole() {
        byte[] cache = "\0libX11.so.6\0libX11-xcb.so.1\0libdbus-1.so.3.32\0".getBytes(StandardCharsets.US_ASCII);
        assertThat(NativeStandIns.isCached(cache, "libX11.so.6")).isTrue();
        assertThat(NativeStandIns.isCached(cache, "libdbus-1.so.3")).isFalse();
        assertThat(NativeStandIns.isCached(cache, "libpulse.so.0")).isFalse();
    }
}
