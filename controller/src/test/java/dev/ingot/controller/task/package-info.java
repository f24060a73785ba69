@NullMarked
package dev.ingot.controller.task;

import org.jspecify.annotations.NullMarked;
