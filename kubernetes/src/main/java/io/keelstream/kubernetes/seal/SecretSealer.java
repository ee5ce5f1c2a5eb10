package io.keelstream.kubernetes.seal;

import com.exceptionfactory.jagged.RecipientStanzaWriter;
import com.exceptionfactory.jagged.framework.stream.StandardEncryptingChannelFactory;
import com.exceptionfactory.jagged.x25519.X25519RecipientStanzaWriterFactory;
import io.keelstream.kubernetes.object.Manifest;
import io.keelstream.kubernetes.sops.SopsSecret;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.WritableByteChannel;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Seals the values of a Secret to one recipient. Keys stay readable, so that a plan can say which key changed; sealing
 * is randomised, so that equal values do not look equal. Each value is bound to its object and key: a sealed value that
 * is copied to another place does not unseal. Thread-safe.
 */
public final class SecretSealer {

    private final RecipientStanzaWriter recipient;

    /**
     * @param recipient age public key, {@code age1...}
     * @throws SealException where it is not one
     */
    public SecretSealer(String recipient) {
        try {
            this.recipient = X25519RecipientStanzaWriterFactory.newRecipientStanzaWriter(recipient);
        } catch (GeneralSecurityException | IllegalArgumentException e) {
            throw new SealException("the sealing recipient is not an age X25519 public key (age1...)", e);
        }
    }

    /**
     * A copy of the Secret with every value of {@code data} and {@code stringData}, and every document that it carries, sealed for
     * its way to the applier; nulls, and what is sealed for the repository, stay.
     *
     * @throws SealException where a value is not text, or is sealed for its way already
     */
    public Manifest seal(Manifest secret) {
        return sealed(sealDocuments(secret), SealedValue.IN_TRANSIT);
    }

    /** The same for its documents alone, which have values in plain text beside the encrypted ones; placeholders stay readable. */
    public Manifest sealDocuments(Manifest secret) {
        return SopsSecret.withContents(
                secret, (path, content) -> sealed(SealedValue.IN_TRANSIT, secret, path, content));
    }

    /**
     * The same for a file of a repository: the values stay sealed there, and open in this namespace alone.
     *
     * @throws SealException where the Secret names no namespace, or a value is not text
     */
    public Manifest sealForRepository(Manifest secret) {
        if (secret.namespace().isEmpty()) {
            throw new SealException("Secret " + secret.name()
                    + " has no metadata.namespace; sealed values open in their namespace alone. Write it");
        }
        return sealed(secret, SealedValue.IN_REPOSITORY);
    }

    /** Whether a value is sealed, for whatever place. */
    public static boolean isSealed(@Nullable Object value) {
        return SealedValue.of(value) != null;
    }

    /** Whether a value of a Secret is sealed for the repository that it is in. */
    public static boolean isForRepository(@Nullable Object value) {
        return SealedValue.of(value) == SealedValue.IN_REPOSITORY;
    }

    private Manifest sealed(Manifest secret, SealedValue kind) {
        Manifest copy = secret.copy();
        for (String field : SecretFields.NAMES) {
            if (copy.tree().get(field) instanceof Map<?, ?>) {
                sealField(copy, field, kind);
            }
        }
        return copy;
    }

    private void sealField(Manifest secret, String field, SealedValue kind) {
        for (Map.Entry<String, @Nullable Object> entry :
                Manifest.map(secret.tree().get(field)).entrySet()) {
            String place = kind.place(secret, field + "." + entry.getKey());
            Object value = entry.getValue();
            if (value == null || isForRepository(value)) {
                continue;
            }
            if (isSealed(value)) {
                throw new SealException(place + " is sealed already");
            }
            if (!(value instanceof String text)) {
                throw new SealException(place + " is not text; quote it");
            }
            entry.setValue(sealed(kind, secret, field + "." + entry.getKey(), text));
        }
    }

    private String sealed(SealedValue kind, Manifest secret, String path, String text) {
        return kind.write(encrypt(SecretFields.bind(kind.place(secret, path), text)));
    }

    private String encrypt(String plain) {
        ByteArrayOutputStream sealed = new ByteArrayOutputStream(plain.length() + 256);
        try (WritableByteChannel channel = new StandardEncryptingChannelFactory()
                .newEncryptingChannel(Channels.newChannel(sealed), List.of(recipient))) {
            channel.write(ByteBuffer.wrap(plain.getBytes(StandardCharsets.UTF_8)));
        } catch (GeneralSecurityException | IOException e) {
            throw new IllegalStateException("sealing into memory failed", e);
        }
        return Base64.getEncoder().encodeToString(sealed.toByteArray());
    }
}
