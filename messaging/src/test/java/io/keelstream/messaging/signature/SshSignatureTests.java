package io.keelstream.messaging.signature;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.MessageDigest;
import java.security.Signature;
import java.security.interfaces.ECPublicKey;
import java.security.spec.ECGenParameterSpec;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is taken as a signature, held against {@code ssh-keygen} itself. */
class SshSignatureTests {

    private static final String PURPOSE = "keelstream-decision";
    private static final byte[] MESSAGE = "keelstream decision v1\nactor ada\n".getBytes(StandardCharsets.UTF_8);
    private static final byte TOUCHED = 1;

    @TempDir
    Path folder;

    private SshKeygen keygen;

    @BeforeEach
    void program() {
        keygen = new SshKeygen(folder);
    }

    @ParameterizedTest
    @ValueSource(strings = {"ed25519", "ecdsa -b 256", "ecdsa -b 384", "ecdsa -b 521", "rsa -b 2048", "rsa -b 4096"})
    void signatureOfEveryTypeHolds(String type) throws Exception {
        // Given
        Path key = keygen.key("ada", type.split(" ", -1));
        SshPublicKey known = SshPublicKey.parse(SshKeygen.publicKey(key));

        // When, Then
        for (int round = 0; round < 8; round++) {
            byte[] message = ("round " + round).getBytes(StandardCharsets.UTF_8);
            String armored = keygen.sign(key, PURPOSE, message);
            SshSignature signature = SshSignature.parse(armored);
            assertThat(signature.verifies(List.of(known), PURPOSE, message)).isTrue();
            assertThat(signature.verifies(List.of(known), PURPOSE, MESSAGE)).isFalse();
            assertThat(signature.verifies(List.of(known), "git", message)).isFalse();
            assertThat(signature.fingerprint()).isEqualTo(known.fingerprint()).isEqualTo(keygen.fingerprint(key));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"sha256", "sha512"})
    void bothHashesAreTaken(String hash) throws Exception {
        Path key = keygen.key("ada", "ed25519");
        String armored = keygen.sign(key, PURPOSE, MESSAGE, "-O", "hashalg=" + hash);

        assertThat(verifies(SshKeygen.publicKey(key), armored)).isTrue();
    }

    @Test
    void signatureForAnotherPurposeDoesNotHold() throws Exception {
        Path key = keygen.key("ada", "ed25519");
        String armored = keygen.sign(key, "git", MESSAGE);

        assertThat(SshSignature.parse(armored).namespace()).isEqualTo("git");
        assertThat(verifies(SshKeygen.publicKey(key), armored)).isFalse();
    }

    @Test
    void keyThatIsNotListedDoesNotCount() throws Exception {
        Path ada = keygen.key("ada", "ed25519");
        Path bob = keygen.key("bob", "ed25519");
        SshSignature signature = SshSignature.parse(keygen.sign(ada, PURPOSE, MESSAGE));
        SshPublicKey other = SshPublicKey.parse(SshKeygen.publicKey(bob));

        assertThat(signature.namesOneOf(List.of(other))).isFalse();
        assertThat(signature.verifies(List.of(other), PURPOSE, MESSAGE)).isFalse();
        assertThat(signature.verifies(List.of(), PURPOSE, MESSAGE)).isFalse();
    }

    @ParameterizedTest
    @CsvSource({"ed25519, 17", "ecdsa -b 256, 18", "rsa -b 2048, 19"})
    void nothingInASignatureCanBeChanged(String type, int seed) throws Exception {
        // Given
        Path key = keygen.key("ada", type.split(" ", -1));
        String known = SshKeygen.publicKey(key);
        byte[] blob = blob(keygen.sign(key, PURPOSE, MESSAGE));

        // When, Then
        for (int at = 0; at < blob.length; at++) {
            byte[] changed = blob.clone();
            changed[at] ^= (byte) (1 << new Random(seed + at).nextInt(8));
            assertThat(holds(known, armored(changed))).as("byte %s", at).isFalse();
        }
        for (int length = 0; length < blob.length; length++) {
            assertThat(holds(known, armored(Arrays.copyOf(blob, length))))
                    .as("the first %s bytes", length)
                    .isFalse();
        }
        assertThat(holds(known, armored(Arrays.copyOf(blob, blob.length + 1)))).isFalse();
    }

    @Test
    void whatIsTakenIsWhatTheProgramTakes() throws Exception {
        // Given
        Path key = keygen.key("ada", "ecdsa", "-b", "521");
        String known = SshKeygen.publicKey(key);
        byte[] blob = blob(keygen.sign(key, PURPOSE, MESSAGE));
        Random random = new Random(20261129);

        // When, Then
        assertThat(keygen.verifies(known, PURPOSE, MESSAGE, armored(blob))).isTrue();
        for (int i = 0; i < 60; i++) {
            byte[] changed = blob.clone();
            changed[random.nextInt(changed.length)] ^= (byte) (1 << random.nextInt(8));
            assertThat(holds(known, armored(changed)))
                    .isEqualTo(keygen.verifies(known, PURPOSE, MESSAGE, armored(changed)));
        }
    }

    @Test
    void securityKeyWithEd25519CountsWhenItWasTouched() throws Exception {
        // Given
        KeyPair pair = KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
        byte[] info = pair.getPublic().getEncoded();
        String type = "sk-ssh-ed25519@openssh.com";
        byte[] key = data(ascii(type), Arrays.copyOfRange(info, info.length - 32, info.length), ascii("ssh:"));

        // When, Then
        for (byte flags : new byte[] {TOUCHED, 5, 0, 4}) {
            Signature signer = Signature.getInstance("Ed25519");
            signer.initSign(pair.getPrivate());
            signer.update(authenticated(flags, 42));
            byte[] signature = join(data(ascii(type), signer.sign()), new byte[] {flags}, number(42));
            assertCounts(type, key, signature, (flags & TOUCHED) != 0);
        }
    }

    @Test
    void securityKeyWithEcdsaCountsWhenItWasTouched() throws Exception {
        // Given
        KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
        generator.initialize(new ECGenParameterSpec("secp256r1"));
        KeyPair pair = generator.generateKeyPair();
        ECPublicKey known = (ECPublicKey) pair.getPublic();
        String type = "sk-ecdsa-sha2-nistp256@openssh.com";
        byte[] point = join(
                new byte[] {4},
                unsigned(known.getW().getAffineX().toByteArray()),
                unsigned(known.getW().getAffineY().toByteArray()));
        byte[] key = data(ascii(type), ascii("nistp256"), point, ascii("ssh:"));

        // When, Then
        for (byte flags : new byte[] {TOUCHED, 0}) {
            Signature signer = Signature.getInstance("SHA256withECDSAinP1363Format");
            signer.initSign(pair.getPrivate());
            signer.update(authenticated(flags, 7));
            byte[] raw = signer.sign();
            byte[] numbers = data(positive(Arrays.copyOf(raw, 32)), positive(Arrays.copyOfRange(raw, 32, 64)));
            byte[] signature = join(data(ascii(type), numbers), new byte[] {flags}, number(7));
            assertCounts(type, key, signature, (flags & TOUCHED) != 0);
        }
    }

    /** The program takes the signature, and does not ask whether somebody was there; here it counts when somebody was. */
    private void assertCounts(String type, byte[] key, byte[] signature, boolean touched) throws Exception {
        String publicKey = type + " " + Base64.getEncoder().encodeToString(key) + " ada";
        byte[] head = join(ascii("SSHSIG"), number(1));
        String armored = armored(join(head, data(key, ascii(PURPOSE), new byte[0], ascii("sha512"), signature)));
        assertThat(verifies(publicKey, armored)).isEqualTo(touched);
        assertThat(keygen.verifies(publicKey, PURPOSE, MESSAGE, armored)).isTrue();
    }

    /** What a security key signs. */
    private static byte[] authenticated(byte flags, int counter) throws Exception {
        byte[] digest = MessageDigest.getInstance("SHA-512").digest(MESSAGE);
        byte[] signed = join(ascii("SSHSIG"), data(ascii(PURPOSE), new byte[0], ascii("sha512"), digest));
        return join(sha256(ascii("ssh:")), new byte[] {flags}, number(counter), sha256(signed));
    }

    @Test
    void weakAndUnknownKeysAreRefusedByName() throws Exception {
        assertThatThrownBy(() -> SshPublicKey.parse(SshKeygen.publicKey(keygen.key("weak", "rsa", "-b", "1024"))))
                .hasMessageStartingWith("has 1024 bits; RSA keys need 2048");
        assertThatThrownBy(() -> SshPublicKey.parse(
                        "ssh-dss " + Base64.getEncoder().encodeToString(data(ascii("ssh-dss"), new byte[] {1}))))
                .hasMessageStartingWith("is of a type that is not supported; the types are ecdsa-sha2-nistp256, ");
        assertThatThrownBy(() -> SshPublicKey.parse("ssh-ed25519")).hasMessageStartingWith("is not a public key");
        assertThatThrownBy(() -> SshPublicKey.parse("ssh-ed25519 AAAA!")).hasMessageContaining("not valid base64");
        assertThatThrownBy(() -> SshPublicKey.parse("ssh-ed25519 AAAA")).hasMessageContaining("ends too early");
    }

    @Test
    void certificateIsRefusedByName() throws Exception {
        // Given
        Path authority = keygen.key("authority", "ed25519");
        Path key = keygen.key("ada", "ed25519");

        // When
        keygen.run(new byte[0], List.of("-q", "-s", authority.toString(), "-I", "ada", "-n", "ada", key + ".pub"));

        // Then
        assertThatThrownBy(() -> SshPublicKey.parse(SshKeygen.publicKey(Path.of(key + "-cert"))))
                .hasMessageContaining("is a certificate, which is not supported");
    }

    @Test
    void keyThatSaysAnotherTypeIsRefused() throws Exception {
        String written = SshKeygen.publicKey(keygen.key("ada", "ed25519"));

        assertThatThrownBy(() -> SshPublicKey.parse(written.replace("ssh-ed25519", "ssh-rsa")))
                .hasMessageContaining("says that it is of type ssh-rsa");
    }

    @Test
    void pointThatIsNotOnTheCurveIsNoKey() throws Exception {
        String[] written =
                SshKeygen.publicKey(keygen.key("ada", "ecdsa", "-b", "256")).split(" ", -1);
        byte[] encoded = Base64.getDecoder().decode(written[1]);
        encoded[encoded.length - 1] ^= 1;

        assertThatThrownBy(() -> SshPublicKey.parse(
                        written[0] + " " + Base64.getEncoder().encodeToString(encoded)))
                .hasMessageContaining("is not a usable public key");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "-----BEGIN SSH SIGNATURE-----",
                "-----BEGIN SSH SIGNATURE-----END SSH SIGNATURE-----",
                "-----BEGIN SSH SIGNATURE-----\n-----END SSH SIGNATURE-----",
                "-----BEGIN SSH SIGNATURE-----\nU1NIU0lH\n-----END SSH SIGNATURE-----",
                "-----BEGIN SSH SIGNATURE-----\n!\n-----END SSH SIGNATURE-----",
                "-----BEGIN PGP SIGNATURE-----\n\n-----END PGP SIGNATURE-----",
            })
    void textThatIsNoSignatureIsRefused(String text) {
        assertThatThrownBy(() -> SshSignature.parse(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("it ");
    }

    private static boolean holds(String publicKey, String armored) {
        try {
            return verifies(publicKey, armored);
        } catch (IllegalArgumentException unreadable) {
            return false;
        }
    }

    private static boolean verifies(String publicKey, String armored) {
        return SshSignature.parse(armored).verifies(List.of(SshPublicKey.parse(publicKey)), PURPOSE, MESSAGE);
    }

    private static byte[] blob(String armored) {
        return Base64.getMimeDecoder().decode(armored.replaceAll("-----[A-Z ]+-----", ""));
    }

    private static String armored(byte[] blob) {
        return "-----BEGIN SSH SIGNATURE-----\n"
                + Base64.getMimeEncoder(70, ascii("\n")).encodeToString(blob) + "\n-----END SSH SIGNATURE-----";
    }

    private static byte[] data(byte[]... strings) {
        return SshData.strings(new byte[0], strings);
    }

    private static byte[] join(byte[]... parts) {
        ByteBuffer all = ByteBuffer.allocate(4096);
        for (byte[] part : parts) {
            all.put(part);
        }
        return Arrays.copyOf(all.array(), all.position());
    }

    private static byte[] number(int number) {
        return ByteBuffer.allocate(4).putInt(number).array();
    }

    /** 32 bytes. */
    private static byte[] unsigned(byte[] number) {
        byte[] padded = new byte[32];
        int from = Math.max(0, number.length - 32);
        System.arraycopy(number, from, padded, 32 - (number.length - from), number.length - from);
        return padded;
    }

    private static byte[] positive(byte[] number) {
        return new java.math.BigInteger(1, number).toByteArray();
    }

    private static byte[] sha256(byte[] bytes) throws Exception {
        return MessageDigest.getInstance("SHA-256").digest(bytes);
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
