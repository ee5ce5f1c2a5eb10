package io.keelstream.kubernetes.seal;

import com.exceptionfactory.jagged.RecipientStanzaReader;
import com.exceptionfactory.jagged.framework.stream.StandardDecryptingChannelFactory;
import com.exceptionfactory.jagged.x25519.X25519RecipientStanzaReaderFactory;
import io.keelstream.kubernetes.object.Manifest;
import io.keelstream.kubernetes.sops.SopsSecret;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.Channels;
import java.nio.channels.ReadableByteChannel;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Opens what {@link SecretSealer} sealed. Thread-safe. */
public final class SecretUnsealer {

    private final RecipientStanzaReader identity;

    /**
     * @param identity age private key, {@code AGE-SECRET-KEY-1...}
     * @throws SealException where it is not one; the message does not hold it
     */
    public SecretUnsealer(String identity) {
        try {
            this.identity = X25519RecipientStanzaReaderFactory.newRecipientStanzaReader(identity.strip());
        } catch (GeneralSecurityException | IllegalArgumentException e) {
            throw new SealException("the sealing identity is not an age X25519 private key (AGE-SECRET-KEY-1...)");
        }
    }

    /** Whether the object holds at least one sealed value, or carries a sealed document. */
    public static boolean isSealed(Manifest manifest) {
        return Stream.concat(
                        SecretFields.NAMES.stream()
                                .flatMap(field -> Manifest.map(manifest.tree().get(field)).values().stream()),
                        SopsSecret.contents(manifest).stream())
                .anyMatch(value -> SealedValue.of(value) != null);
    }

    /**
     * A copy of the Secret with its values, and the documents that it carries, as they were before sealing. Whoever holds it keeps it out of
     * logs, topics and messages.
     *
     * @throws SealException where a value was sealed to another key or for another place, or was damaged
     */
    public Manifest unseal(Manifest secret) {
        Manifest copy = SopsSecret.withContents(secret, (path, content) -> opened(secret, path, content));
        for (String field : SecretFields.NAMES) {
            if (copy.tree().get(field) instanceof Map<?, ?>) {
                unsealField(copy, field, Manifest.map(copy.tree().get(field)));
            }
        }
        return copy;
    }

    private void unsealField(Manifest secret, String field, Map<String, @Nullable Object> values) {
        for (Map.Entry<String, @Nullable Object> entry : values.entrySet()) {
            if (entry.getValue() instanceof String text) {
                entry.setValue(opened(secret, field + "." + entry.getKey(), text));
            }
        }
    }

    private String opened(Manifest secret, String path, String text) {
        SealedValue kind = SealedValue.of(text);
        return kind == null ? text : open(kind.place(secret, path), kind.read(text));
    }

    private String open(String place, String base64) {
        String bound;
        try (ReadableByteChannel channel = new StandardDecryptingChannelFactory()
                        .newDecryptingChannel(
                                Channels.newChannel(new ByteArrayInputStream(
                                        Base64.getDecoder().decode(base64))),
                                List.of(identity));
                InputStream plain = Channels.newInputStream(channel)) {
            bound = new String(plain.readAllBytes(), StandardCharsets.UTF_8);
        } catch (GeneralSecurityException | IOException | IllegalArgumentException e) {
            throw new SealException(place + " cannot be unsealed: it was sealed to another key, or is damaged");
        }
        String value = SecretFields.unbind(place, bound);
        if (value == null) {
            throw new SealException(place + " cannot be unsealed: it was sealed for another object, key or namespace");
        }
        return value;
    }
}
