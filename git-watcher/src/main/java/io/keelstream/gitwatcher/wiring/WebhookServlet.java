package io.keelstream.gitwatcher.wiring;

import io.keelstream.gitwatcher.webhook.Delivery;
import io.keelstream.gitwatcher.webhook.Outcome;
import io.keelstream.gitwatcher.webhook.WebhookReceiver;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.InputStream;
import org.jspecify.annotations.Nullable;

/** {@code POST /hooks/<repository>}. Other methods are refused by the base class. */
final class WebhookServlet extends HttpServlet {

    static final String PATH = "/hooks/*";

    private static final long serialVersionUID = 1L;

    @SuppressWarnings("serial") // never serialized
    private final WebhookReceiver receiver;

    WebhookServlet(WebhookReceiver receiver) {
        this.receiver = receiver;
    }

    @Override
    protected void doPost(HttpServletRequest request, HttpServletResponse response) throws IOException {
        Outcome outcome = receiver.receive(new HttpDelivery(request));
        response.setStatus(outcome.status());
        response.setHeader(Outcome.HEADER, outcome.label());
        response.setContentType("text/plain;charset=UTF-8");
        response.getWriter().println(outcome.text());
    }

    private record HttpDelivery(HttpServletRequest request) implements Delivery {

        @Override
        public String repository() {
            String path = request.getPathInfo();
            return path == null ? "" : path.substring(1);
        }

        @Override
        public @Nullable String header(String name) {
            return request.getHeader(name);
        }

        @Override
        public long declaredLength() {
            return request.getContentLengthLong();
        }

        @Override
        public InputStream body() throws IOException {
            return request.getInputStream();
        }
    }
}
