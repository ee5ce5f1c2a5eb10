package io.keelstream.notifier.sink;

import io.keelstream.notifier.notice.Notice;
import io.keelstream.notifier.notice.NoticeTemplate;
import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/**
 * An incoming webhook of Slack, or of what takes the same (Mattermost, Rocket.Chat, Zulip, Discord at {@code /slack}): one text.
 *
 * @param address a file with the webhook's URL, which is a secret
 * @param template the text, in Slack's mrkdwn
 */
public record Slack(SecretFile address, NoticeTemplate template) implements Sink {

    /** Characters; Slack cuts longer texts itself, in the middle. */
    private static final int LONGEST = 3_000;

    @Override
    public Optional<Message> message(Notice notice, Instant now) throws IOException {
        String text = Shortened.to(LONGEST, template.text(notice, Slack::escape));
        return Optional.of(
                new Message(url(), Map.of("Content-Type", "application/json"), Json.of(Map.of("text", text))));
    }

    /** Its message names the file, not what is in it. */
    private URI url() throws IOException {
        try {
            URI uri = new URI(address.value());
            boolean http = "https".equals(uri.getScheme()) || "http".equals(uri.getScheme());
            if (http && uri.getHost() != null) {
                return uri;
            }
        } catch (URISyntaxException malformed) {
            // its message would quote the URL
        }
        throw new IOException("there is no URL in " + address.path());
    }

    /**
     * What Slack asks to escape, so nobody mentions a channel, or writes a link, in a commit's message. Chats that take the same messages
     * also read a plain {@code @}: an invisible character behind it keeps it from being a mention.
     */
    static String escape(String text) {
        return text.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("@", "@\u200b");
    }
}
