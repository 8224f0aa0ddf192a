namespace MusicGen.Silo.Hosting;

/// <summary>Settings on the command line: <c>--Section:Key value</c> or <c>--Section:Key=value</c>.</summary>
internal static class SettingArguments
{
    /// <summary>The host's own setting, taken so that it can be refused with a reason.</summary>
    private const string Urls = "--urls";

    /// <summary>The first argument that is no setting, or null.</summary>
    public static string? FindStranger(IReadOnlyList<string> arguments)
    {
        for (var i = 0; i < arguments.Count; i++)
        {
            var name = arguments[i].Split('=', 2)[0];
            if (name != Urls && !(name.StartsWith("--", StringComparison.Ordinal) && name.Contains(':', StringComparison.Ordinal))) return arguments[i];
            if (name.Length == arguments[i].Length && ++i == arguments.Count) return name;
        }
        return null;
    }
}
