using System.Runtime.InteropServices;

namespace MusicGen.Learning.Devices;

/// <summary>The environment that native code sees. Source: POSIX.1-2017, setenv.</summary>
/// <remarks>What <see cref="Environment.SetEnvironmentVariable(string, string)"/> sets, native code does not see.</remarks>
public static partial class NativeEnvironment
{
    /// <summary>Sets a variable; one that is there already stays unless it is to be overwritten.</summary>
    public static void Set(string name, string value, bool overwrite) => _ = SetVariable(name, value, overwrite ? 1 : 0);

    [LibraryImport("libc", EntryPoint = "setenv", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int SetVariable(string name, string value, int overwrite);
}
