@NullMarked
package dev.ingot.controller.git;

import org.jspecify.annotations.NullMarked;
