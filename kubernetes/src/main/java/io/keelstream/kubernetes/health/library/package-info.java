/** Health of objects of widespread APIs, as a file of expressions, and what an installation says in its place. */
@NullMarked
package io.keelstream.kubernetes.health.library;

import org.jspecify.annotations.NullMarked;
