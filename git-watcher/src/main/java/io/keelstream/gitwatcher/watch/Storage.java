package io.keelstream.gitwatcher.watch;

import io.keelstream.gitwatcher.fetch.SourceStore;
import java.nio.file.Path;

/**
 * What is fetched for refs, and where it is kept. Losing it costs a fetch.
 *
 * @param clones folder of the clones
 * @param elsewhere charts and bases that are not in the repositories
 */
public record Storage(Path clones, SourceStore elsewhere) {}
