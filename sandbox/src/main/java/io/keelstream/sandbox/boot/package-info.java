/** What a fresh sandbox holds before anybody asked for anything. */
@NullMarked
package io.keelstream.sandbox.boot;

import org.jspecify.annotations.NullMarked;
