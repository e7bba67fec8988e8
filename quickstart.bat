@echo off
rem Builds RingKV if that was not done yet, then runs: kv quickstart [start|demo|stop|status|clean]
setlocal
set "JAVA=java"
if defined JAVA_HOME set "JAVA=%JAVA_HOME%\bin\java.exe"
"%JAVA%" -version >nul 2>&1
if errorlevel 1 (
    echo quickstart: no Java found; install Java 17 or later, or set JAVA_HOME 1>&2
    exit /b 1
)
if not exist "%~dp0lib" if not exist "%~dp0distribution\target\lib\ringkv-*.jar" (
    echo quickstart: building RingKV, once; this takes a minute or two 1>&2
    pushd "%~dp0"
    call mvnw.cmd -B -ntp -q -DskipTests package
    if errorlevel 1 (
        popd
        exit /b 1
    )
    popd
)
call "%~dp0bin\kv.bat" quickstart %*
exit /b %errorlevel%
