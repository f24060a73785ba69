<?php
header('X-App-Instance: ' . (getenv('CF_INSTANCE_INDEX') ?: '0'));
header('Content-Type: application/json');
echo json_encode(['message' => mb_convert_case('hello from ingot', MB_CASE_TITLE), 'path' => $_SERVER['REQUEST_URI'], 'php' => PHP_VERSION]), "\n";
