/** What is special to kinds: the form of their objects, what is filled in, what is refused. */
@NullMarked
package io.keelstream.sandbox.kinds;

import org.jspecify.annotations.NullMarked;
