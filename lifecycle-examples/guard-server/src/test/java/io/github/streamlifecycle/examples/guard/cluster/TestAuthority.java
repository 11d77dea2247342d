package io.github.streamlifecycle.examples.guard.cluster;

import io.github.streamlifecycle.examples.guard.config.GuardConfig.Tls;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;

/** An authority that signs certificates, made by the JDK's keytool in a folder of the test. */
final class TestAuthority {
    private static final String PASSWORD = "changeit";
    private static final String SELF = "authority";

    private final Path folder;
    private final Path store;

    private TestAuthority(Path folder) {
        this.folder = folder;
        this.store = folder.resolve("keys.p12");
    }

    static TestAuthority in(Path folder) throws Exception {
        TestAuthority made = new TestAuthority(Files.createDirectories(folder));
        made.keytool(SELF, "CN=" + folder.getFileName(), "-ext", "bc:c");
        made.write(SELF);
        return made;
    }

    /** Issues a certificate to a subject. */
    Tls issue(String alias, String subject, String... more) throws Exception {
        List<String> options = new ArrayList<>(List.of("-signer", SELF));
        options.addAll(List.of(more));
        keytool(alias, subject, options.toArray(String[]::new));
        return write(alias);
    }

    private void keytool(String alias, String subject, String... more) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
                "-J-XX:TieredStopAtLevel=1",
                "-J-Xshare:auto",
                "-genkeypair"));
        command.addAll(List.of("-keystore", store.toString(), "-storetype", "PKCS12", "-storepass", PASSWORD));
        command.addAll(List.of("-alias", alias, "-dname", subject, "-keyalg", "RSA", "-keysize", "2048"));
        command.addAll(List.of("-validity", "2"));
        command.addAll(List.of(more));
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (process.waitFor() != 0) {
            throw new IllegalStateException("keytool failed: " + said);
        }
    }

    private Tls write(String alias) throws IOException, GeneralSecurityException {
        KeyStore keys = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(store)) {
            keys.load(in, PASSWORD.toCharArray());
        }
        byte[] key = keys.getKey(alias, PASSWORD.toCharArray()).getEncoded();
        return new Tls(
                pem(alias + ".crt", "CERTIFICATE", keys.getCertificate(alias).getEncoded()),
                pem(alias + ".key", "PRIVATE KEY", key),
                pem("ca.crt", "CERTIFICATE", keys.getCertificate(SELF).getEncoded()));
    }

    /** Returns the authority as one that has signed its own certificate. */
    Tls itself() {
        return new Tls(folder.resolve(SELF + ".crt"), folder.resolve(SELF + ".key"), folder.resolve("ca.crt"));
    }

    private Path pem(String name, String label, byte[] content) throws IOException {
        String lines = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(content);
        return Files.writeString(
                folder.resolve(name), "-----BEGIN " + label + "-----\n" + lines + "\n-----END " + label + "-----\n");
    }
}
