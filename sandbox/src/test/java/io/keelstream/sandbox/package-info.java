/** The sandbox as its clients see it. That it answers as a real server does is proven in {@code e2e}, on both. */
@NullMarked
package io.keelstream.sandbox;

import org.jspecify.annotations.NullMarked;
