package io.keelstream.cli.render;

import io.keelstream.cli.CommandFailure;
import io.keelstream.cli.configuration.PropertyFile;
import io.keelstream.gitwatcher.render.Renderers;
import io.keelstream.gitwatcher.wiring.GitWatcherProperties.RendererPins;
import io.keelstream.gitwatcher.wiring.InvalidPropertiesException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName;

/** Finds the programs that render. Nothing is fetched here, so that hosts and their credentials are not read. Stateless. */
final class RenderersFile {

    private static final ConfigurationPropertyName RENDERERS = ConfigurationPropertyName.of("keelstream.renderers");
    private static final ConfigurationPropertyName SOURCES = RENDERERS.append("sources");

    private RenderersFile() {}

    /**
     * The renderers.
     *
     * @param file the file of an installation or of git-watcher; null uses what is installed here
     */
    static Renderers find(@Nullable Path file) {
        if (file == null) {
            return RendererPins.ANY.find().renderers();
        }
        RendererPins pins = PropertyFile.read(
                file,
                RENDERERS.toString(),
                RendererPins.class,
                name -> RENDERERS.isAncestorOf(name) && !SOURCES.isAncestorOf(name));
        try {
            return pins.find().renderers();
        } catch (InvalidPropertiesException e) {
            throw CommandFailure.wrongUse("--config " + file + ": " + e.getMessage());
        }
    }
}
