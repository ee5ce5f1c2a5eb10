package io.keelstream.kubernetes.sops;

import com.exceptionfactory.jagged.RecipientStanzaReader;
import com.exceptionfactory.jagged.framework.armor.ArmoredDecryptingChannelFactory;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.Channels;
import java.nio.channels.ReadableByteChannel;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The values of one document in plain text. It exists only where every value opened and SOPS's digest of them all is right: none
 * was changed, moved, added or removed. Whoever holds it keeps it out of logs, topics and messages.
 */
final class OpenedDocument {

    private static final int KEY_BYTES = 32;

    /** Where the digest covers encrypted values alone, SOPS begins it with the SHA-256 of its own name. */
    private static final String ONLY_ENCRYPTED = "sops";

    private final SopsDocument document;
    private final byte[] key;
    private final Map<Leaf, byte[]> plain = new HashMap<>();

    private OpenedDocument(SopsDocument document, byte[] key) {
        this.document = document;
        this.key = key;
    }

    /**
     * Opens it.
     *
     * @throws SopsException where no identity fits, or anything was changed
     */
    static OpenedDocument of(SopsDocument document, AgeIdentities identities) {
        OpenedDocument opened = new OpenedDocument(document, key(document, identities));
        opened.verify(opened.digest());
        return opened;
    }

    /** The value that each placeholder stands for. */
    Map<String, byte[]> values() {
        Map<String, byte[]> values = new LinkedHashMap<>();
        plain.forEach((leaf, value) -> values.put(Placeholder.of(leaf), value(leaf, value)));
        if (!(document.layout() instanceof BinaryLayout)) {
            String whole = document.layout().text(leaf -> Replacement.of(encrypted(leaf), text(leaf)));
            values.put(document.wholePlaceholder(), SopsDocument.body(whole).getBytes(StandardCharsets.UTF_8));
        }
        return values;
    }

    private static byte[] value(Leaf leaf, byte[] value) {
        return encrypted(leaf).type().equals("bool") ? lower(value).getBytes(StandardCharsets.UTF_8) : value;
    }

    private String text(Leaf leaf) {
        byte[] value = plain.getOrDefault(leaf, new byte[0]);
        return new String(value(leaf, value), StandardCharsets.UTF_8);
    }

    private static String lower(byte[] bool) {
        return new String(bool, StandardCharsets.UTF_8).toLowerCase(Locale.ROOT);
    }

    private static SopsValue encrypted(Leaf leaf) {
        SopsValue value = leaf.encrypted();
        if (value == null) {
            throw new IllegalStateException(leaf.named() + " is not encrypted");
        }
        return value;
    }

    private byte[] digest() {
        SopsMetadata metadata = document.metadata();
        MessageDigest digest = digest("SHA-512");
        if (metadata.onlyEncrypted()) {
            digest.update(digest("SHA-256").digest(ONLY_ENCRYPTED.getBytes(StandardCharsets.UTF_8)));
        }
        for (Leaf leaf : document.layout().leaves()) {
            SopsValue encrypted = leaf.encrypted();
            boolean covered = !metadata.onlyEncrypted() || metadata.rule().encrypts(leaf.path());
            if (encrypted == null) {
                if (covered) {
                    digest.update(leaf.text().getBytes(StandardCharsets.UTF_8));
                }
                continue;
            }
            byte[] value = metadata.rule().encrypts(leaf.path())
                    ? open(leaf, encrypted)
                    : leaf.text().getBytes(StandardCharsets.UTF_8);
            if (!encrypted.allows(new String(value, StandardCharsets.UTF_8))) {
                throw refused(leaf.named() + " is no " + encrypted.type()
                        + ", as its type says: it was changed. Restore it, or encrypt the document again");
            }
            plain.put(leaf, value);
            if (covered) {
                digest.update(value);
            }
        }
        return digest.digest();
    }

    private byte[] open(Leaf leaf, SopsValue value) {
        try {
            return value.open(key, leaf.place());
        } catch (GeneralSecurityException e) {
            throw refused(leaf.named()
                    + " does not open: it was changed, or belongs to another key or document. Restore it, or encrypt the"
                    + " document again");
        }
    }

    private void verify(byte[] digest) {
        byte[] expected;
        try {
            expected = document.metadata().mac().open(key, document.metadata().lastModified());
        } catch (GeneralSecurityException e) {
            throw refused(
                    "sops.mac does not open: it or sops.lastmodified was changed. Restore the document, or encrypt"
                            + " it again");
        }
        byte[] actual = HexFormat.of().withUpperCase().formatHex(digest).getBytes(StandardCharsets.UTF_8);
        if (!MessageDigest.isEqual(expected, actual)) {
            throw refused("sops.mac is that of other values: one was changed, moved, added or removed without sops."
                    + " Restore the document, or encrypt it again");
        }
    }

    private SopsException refused(String why) {
        return new SopsException(document.file() + " is encrypted with SOPS: " + why);
    }

    private static byte[] key(SopsDocument document, AgeIdentities identities) {
        AgeIdentities.Found found = identities.read();
        List<SopsMetadata.Recipient> recipients = document.metadata().keys();
        for (SopsMetadata.Recipient recipient : recipients) {
            byte[] key = found.readers().isEmpty() ? null : key(recipient, found.readers());
            if (key != null) {
                return key;
            }
        }
        String names = recipients.stream().map(SopsMetadata.Recipient::name).collect(Collectors.joining(", "));
        String ignored = found.ignored().isEmpty()
                ? ""
                : " (not an X25519 identity: " + String.join(", ", found.ignored()) + ")";
        throw new SopsException(document.file() + " is encrypted with SOPS for " + names + "; the applier has "
                + found.readers().size() + " age identities, and none fits" + ignored
                + ". Add the identity to its folder, or encrypt the document for one that it has");
    }

    private static byte @Nullable [] key(SopsMetadata.Recipient recipient, List<RecipientStanzaReader> identities) {
        byte[] armored = (recipient.encrypted().strip() + "\n").getBytes(StandardCharsets.US_ASCII);
        try (ReadableByteChannel channel = new ArmoredDecryptingChannelFactory()
                        .newDecryptingChannel(
                                Channels.newChannel(new ByteArrayInputStream(armored)), new ArrayList<>(identities));
                InputStream plain = Channels.newInputStream(channel)) {
            byte[] key = plain.readNBytes(KEY_BYTES + 1);
            return key.length == KEY_BYTES ? key : null;
        } catch (GeneralSecurityException | IOException | RuntimeException e) {
            return null;
        }
    }

    private static MessageDigest digest(String name) {
        try {
            return MessageDigest.getInstance(name);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java platform has " + name, e);
        }
    }
}
