namespace MusicGen.Music.Tokens.Grid24;

/// <summary>Under which key a drum is told.</summary>
internal static class DrumKeys
{
    /// <summary>A drum that has no token.</summary>
    public const int None = -1;

    private const int ClosedHiHat = 42;
    private const int OpenHiHat = 46;

    /// <remarks>
    /// Electronic kits (Roland's TD series, and with them the Groove MIDI Dataset) send 22 and 26 for the edges of the closed and the open
    /// hi-hat, which General MIDI has at 42 and 46. Other keys outside 27 … 87 mean nothing that is agreed upon.
    /// </remarks>
    public static int Told(int key) => key switch
    {
        >= Score24Scales.LowestDrum and <= Score24Scales.HighestDrum => key,
        22 => ClosedHiHat,
        26 => OpenHiHat,
        _ => None,
    };
}
