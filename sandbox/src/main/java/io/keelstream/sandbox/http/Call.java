package io.keelstream.sandbox.http;

import io.keelstream.sandbox.operation.FieldValidation;
import io.keelstream.sandbox.operation.WriteOptions;
import io.keelstream.sandbox.output.Forms;
import io.keelstream.sandbox.output.MediaType;
import io.keelstream.sandbox.resource.Resource;
import io.keelstream.sandbox.status.FieldError;
import io.keelstream.sandbox.status.Status;
import java.util.List;

/**
 * A request to a resource that is served.
 *
 * @param exchange the request
 * @param resource resource and version
 * @param namespace namespace; empty for cluster scope
 * @param name object; empty for the collection
 * @param subresource part of the object; empty for the whole
 */
record Call(Exchange exchange, Resource resource, String namespace, String name, String subresource) {

    /** The verb, as authorization names it; an apply patch is {@code apply}. */
    String verb() {
        boolean watch = exchange.flag("watch");
        return switch (exchange.method()) {
            case "GET", "HEAD" -> watch ? "watch" : name.isEmpty() ? "list" : "get";
            case "POST" -> "create";
            case "PUT" -> "update";
            case "PATCH" -> exchange.contentType().startsWith("application/apply-patch") ? "apply" : "patch";
            case "DELETE" -> name.isEmpty() ? "deletecollection" : "delete";
            default -> throw Status.methodNotAllowed();
        };
    }

    /** Size of the body; 0 where the request does not say. */
    long bytes() {
        String length = exchange.header("Content-Length");
        return length.isEmpty() ? 0 : Long.parseLong(length);
    }

    /** {@code group/resource/subresource} for counting and faults. */
    String target() {
        return resource.type() + (subresource.isEmpty() ? "" : "/" + subresource);
    }

    /** The kind of which a write's parameters are, as refusals name it. */
    String options() {
        return switch (verb()) {
            case "create" -> "CreateOptions";
            case "update" -> "UpdateOptions";
            case "delete", "deletecollection" -> "DeleteOptions";
            default -> "PatchOptions";
        };
    }

    boolean dryRun() {
        String value = exchange.parameter("dryRun");
        if (!value.isEmpty() && !value.equals("All")) {
            throw Status.invalidOptions(options(), FieldError.unsupported("dryRun", List.of(value), List.of("All")));
        }
        return value.equals("All");
    }

    Forms.Form form() {
        return new Forms.Form(resource, MediaType.of(exchange.header("Accept")), exchange.parameter("includeObject"));
    }

    WriteOptions writeOptions() {
        String manager = exchange.parameter("fieldManager");
        if (manager.isEmpty()) {
            String agent = exchange.header("User-Agent");
            int end = agent.indexOf('/');
            manager = agent.isEmpty() ? "unknown" : end < 0 ? agent : agent.substring(0, end);
        }
        return new WriteOptions(
                manager,
                exchange.parameter("force").equals("true"),
                dryRun(),
                FieldValidation.of(exchange.parameter("fieldValidation"), options()));
    }
}
