using System.CommandLine;

namespace MusicGen.Silo.Demo;

internal static class DemoCommand
{
    public static Command Create() => new("demo", "");
}
