/** Configuration of the whole process, and the things that only it may make, such as the clock. */
@NullMarked
package dev.ingot.controller.config;

import org.jspecify.annotations.NullMarked;
