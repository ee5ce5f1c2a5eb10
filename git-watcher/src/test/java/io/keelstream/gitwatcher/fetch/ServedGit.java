package io.keelstream.gitwatcher.fetch;

import com.sun.net.httpserver.HttpExchange;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.zip.GZIPInputStream;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.transport.PacketLineOut;
import org.eclipse.jgit.transport.RefAdvertiser.PacketLineOutRefAdvertiser;
import org.eclipse.jgit.transport.UploadPack;

/** Lets a web server give a repository as Git hosts do (gitprotocol-http). Stateless. */
final class ServedGit {

    private ServedGit() {}

    static void under(PlainServer server, String path, Repository repository) {
        server.answers(path + "/info/refs", exchange -> advertise(exchange, repository))
                .answers(path + "/git-upload-pack", exchange -> upload(exchange, repository));
    }

    private static void advertise(HttpExchange exchange, Repository repository) throws IOException {
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        PacketLineOut lines = new PacketLineOut(body);
        lines.writeString("# service=git-upload-pack\n");
        lines.end();
        pack(exchange, repository).sendAdvertisedRefs(new PacketLineOutRefAdvertiser(lines));
        exchange.getResponseHeaders().set("Content-Type", "application/x-git-upload-pack-advertisement");
        PlainServer.send(exchange, 200, body.toByteArray());
    }

    private static void upload(HttpExchange exchange, Repository repository) throws IOException {
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        boolean packed = "gzip".equals(exchange.getRequestHeaders().getFirst("Content-Encoding"));
        InputStream asked = packed ? new GZIPInputStream(exchange.getRequestBody()) : exchange.getRequestBody();
        pack(exchange, repository).upload(asked, body, null);
        exchange.getResponseHeaders().set("Content-Type", "application/x-git-upload-pack-result");
        PlainServer.send(exchange, 200, body.toByteArray());
    }

    private static UploadPack pack(HttpExchange exchange, Repository repository) {
        UploadPack pack = new UploadPack(repository);
        pack.setBiDirectionalPipe(false);
        pack.setRequestPolicy(UploadPack.RequestPolicy.ANY);
        String protocol = exchange.getRequestHeaders().getFirst("Git-Protocol");
        if (protocol != null) {
            pack.setExtraParameters(List.of(protocol));
        }
        return pack;
    }
}
