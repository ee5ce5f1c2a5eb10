package io.keelstream.gitwatcher.render;

import io.keelstream.contracts.problem.Reason;
import io.keelstream.gitwatcher.snapshot.Entry;
import java.util.List;

/**
 * Replaces a renderer whose program is not installed. Its version is part of the input key, so targets are rendered once
 * the program is installed.
 *
 * @param name the renderer
 * @param reason why it is off, and what to do
 */
public record MissingRenderer(String name, String reason) implements Renderer {

    @Override
    public String version() {
        return name + "/off";
    }

    @Override
    public List<Entry> inputs(RenderRequest request) {
        Entry entry = request.snapshot().find(request.target().path());
        return entry == null ? List.of() : List.of(entry);
    }

    @Override
    public RenderResult render(RenderRequest request) {
        return RenderResult.refused(Reason.RENDERER_MISSING.problem(
                "the target needs the renderer '" + name + "', which is off: " + reason,
                request.target().path()));
    }
}
