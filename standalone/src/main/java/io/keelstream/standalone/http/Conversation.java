package io.keelstream.standalone.http;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.function.BiFunction;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One request of HTTP/1.x without a body, and its answer (RFC 9112). Used by one thread. */
final class Conversation {

    private static final Logger LOG = LoggerFactory.getLogger(Conversation.class);

    private static final int MOST_BYTES = 16 << 10;
    private static final int LAST_MILLIS = 500;
    private static final Pattern REQUEST = Pattern.compile("([A-Z]{1,20}) (/[^ ?]{0,200})(\\?[^ ]*)? HTTP/1\\.[01]");

    private final Socket client;

    Conversation(Socket client) {
        this.client = client;
    }

    /**
     * Reads the request, answers it and ends the connection.
     *
     * @param answers by method and path
     */
    void hold(BiFunction<String, String, Answer> answers) throws IOException {
        String head = head();
        if (head.isEmpty()) {
            return;
        }
        Matcher request = REQUEST.matcher(head.lines().findFirst().orElse(""));
        if (head.length() > MOST_BYTES) {
            answer(new Answer(431, "the headers have more than " + MOST_BYTES + " bytes\n"), true);
        } else if (!request.matches()) {
            answer(new Answer(400, "is not a request of HTTP/1.1\n"), true);
        } else {
            answer(
                    answer(answers, request.group(1), request.group(2)),
                    !request.group(1).equals("HEAD"));
        }
    }

    private static Answer answer(BiFunction<String, String, Answer> answers, String method, String path) {
        try {
            return answers.apply(method, path);
        } catch (Throwable e) {
            LOG.atWarn().addKeyValue("path", path).setCause(e).log("A request failed");
            return new Answer(500, "failed; the log says why\n");
        }
    }

    /** Up to the empty line, or one byte more than is taken; empty where the client ends before. */
    private String head() throws IOException {
        ByteArrayOutputStream head = new ByteArrayOutputStream();
        InputStream in = client.getInputStream();
        byte[] some = new byte[1_024];
        while (head.size() <= MOST_BYTES) {
            int read = in.read(some);
            if (read < 0) {
                return "";
            }
            head.write(some, 0, read);
            String text = head.toString(StandardCharsets.ISO_8859_1);
            if (text.contains("\r\n\r\n") || text.contains("\n\n")) {
                return text;
            }
        }
        return head.toString(StandardCharsets.ISO_8859_1);
    }

    private void answer(Answer answer, boolean withBody) throws IOException {
        byte[] body = answer.text().getBytes(StandardCharsets.UTF_8);
        String head = "HTTP/1.1 " + answer.code() + " " + answer.reason()
                + "\r\nContent-Type: text/plain; charset=utf-8\r\nContent-Length: " + body.length
                + (answer.code() == 405 ? "\r\nAllow: GET, HEAD" : "")
                + "\r\nCache-Control: no-store\r\nConnection: close\r\n\r\n";
        OutputStream out = client.getOutputStream();
        out.write(head.getBytes(StandardCharsets.ISO_8859_1));
        if (withBody) {
            out.write(body);
        }
        out.flush();
        client.shutdownOutput();
        client.setSoTimeout(LAST_MILLIS);
        takeTheRest(client.getInputStream());
    }

    /** What is unread when a socket is closed makes the other side lose the answer. */
    private static void takeTheRest(InputStream in) {
        byte[] some = new byte[1_024];
        try {
            for (int sum = 0; sum < 1 << 20; ) {
                int read = in.read(some);
                if (read < 0) {
                    return;
                }
                sum += read;
            }
        } catch (IOException e) {
            LOG.atDebug().setCause(e).log("A client did not end its connection");
        }
    }
}
