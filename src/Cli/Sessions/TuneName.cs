using System.CommandLine.Parsing;
using System.Globalization;
using MusicGen.Contracts.Sessions;

namespace MusicGen.Cli.Sessions;

/// <summary>A variation of a tune of some session.</summary>
internal sealed record TuneName(string Session, int Number, int Variation)
{
    /// <summary>Reads <c>SESSION/3</c> or <c>SESSION/3/2</c>. Whether there is such a tune is for the service to say.</summary>
    public static TuneName? Parse(ArgumentResult result)
    {
        var typed = result.Tokens[^1].Value;
        var parts = typed.Split('/');
        if (parts is [{ Length: > 0 } session, var tune, ..] && parts.Length <= 3
            && TryNumber(tune, out var number) && TryNumber(parts.ElementAtOrDefault(2) ?? "1", out var variation)) return new TuneName(session, number, variation);
        result.AddError($"--primer-tune must be a session and the number of a tune, such as SESSION/3, or SESSION/3/2 for its second variation, not '{typed}'.");
        return null;
    }

    public Primer ToPrimer() => new(Tune: Number, Variation: Variation, Session: Session);

    private static bool TryNumber(string text, out int number) => int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out number);
}
