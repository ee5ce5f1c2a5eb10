/** The edge to the expression language CEL: compiling an installation's expressions, and evaluating them within bounds. */
@NullMarked
package io.keelstream.kubernetes.cel;

import org.jspecify.annotations.NullMarked;
