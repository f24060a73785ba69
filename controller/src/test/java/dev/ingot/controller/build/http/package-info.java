/** Tests of the endpoints of builds. */
@NullMarked
package dev.ingot.controller.build.http;

import org.jspecify.annotations.NullMarked;
