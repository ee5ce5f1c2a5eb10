/** Refusals, in the words and the form ({@code Status}) of a Kubernetes API server. */
@NullMarked
package io.keelstream.sandbox.status;

import org.jspecify.annotations.NullMarked;
