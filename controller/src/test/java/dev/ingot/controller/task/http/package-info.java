@NullMarked
package dev.ingot.controller.task.http;

import org.jspecify.annotations.NullMarked;
