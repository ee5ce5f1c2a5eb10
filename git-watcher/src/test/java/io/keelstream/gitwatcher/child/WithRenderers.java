package io.keelstream.gitwatcher.child;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** Tests with the real helm and kustomize, each on a repository of its own; skipped where the programs are not built. */
abstract class WithRenderers {

    @TempDir
    Path folder;

    RenderFixture fixture;

    @BeforeEach
    void open() {
        fixture = new RenderFixture(folder);
        assumeTrue(fixture.allOn(), "skipped: helm or kustomize is not built");
    }

    @AfterEach
    void close() {
        fixture.close();
    }
}
