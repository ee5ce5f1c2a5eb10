/** Kustomizations and HelmReleases of Flux as drafts. Pure. */
@NullMarked
package io.keelstream.cli.adopt.flux;

import org.jspecify.annotations.NullMarked;
