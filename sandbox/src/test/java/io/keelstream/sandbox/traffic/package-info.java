@NullMarked
package io.keelstream.sandbox.traffic;

import org.jspecify.annotations.NullMarked;
