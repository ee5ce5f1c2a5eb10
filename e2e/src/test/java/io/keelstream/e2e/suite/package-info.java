/** Which suites run where: each test class carries exactly one of the annotations that name clusters. */
@NullMarked
package io.keelstream.e2e.suite;

import org.jspecify.annotations.NullMarked;
