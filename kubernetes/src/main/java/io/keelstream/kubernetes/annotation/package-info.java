/**
 * The names of annotations and labels, each once: Keelstream's own, and those of Argo CD, Flux and Helm that say the same.
 */
@NullMarked
package io.keelstream.kubernetes.annotation;

import org.jspecify.annotations.NullMarked;
