using System.CommandLine.Parsing;
using System.Globalization;

namespace MusicGen.Cli.Sessions;

/// <summary>MIDI keys from the lowest to the highest, both included.</summary>
internal sealed record KeyRange(int Lowest, int Highest)
{
    /// <summary>Reads <c>36-84</c>. Whether they are keys is for the service to say.</summary>
    public static KeyRange? Parse(ArgumentResult result)
    {
        var typed = result.Tokens[^1].Value;
        if (typed.Split('-') is [var low, var high] && TryNumber(low, out var lowest) && TryNumber(high, out var highest)) return new KeyRange(lowest, highest);
        result.AddError($"--range must be two MIDI keys such as 36-84, not '{typed}'.");
        return null;
    }

    private static bool TryNumber(string text, out int number) => int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out number);
}
