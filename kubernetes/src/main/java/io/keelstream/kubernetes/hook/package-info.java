/** Hooks as annotations describe them, in Keelstream's words and in those of Argo CD and Helm. */
@NullMarked
package io.keelstream.kubernetes.hook;

import org.jspecify.annotations.NullMarked;
