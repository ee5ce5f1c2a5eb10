/** Deleting an object and creating another one in its place: whether the server takes the new one, and what the old one was. */
@NullMarked
package io.keelstream.kubernetes.replacement;

import org.jspecify.annotations.NullMarked;
