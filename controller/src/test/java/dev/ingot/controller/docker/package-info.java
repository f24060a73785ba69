@NullMarked
package dev.ingot.controller.docker;

import org.jspecify.annotations.NullMarked;
