namespace MusicGen.Music.Starter;

/// <summary>A melody instrument.</summary>
/// <param name="Name">As on a part.</param>
/// <param name="Program">General MIDI, 0 … 127.</param>
/// <param name="Range">Where it sounds well, in concert pitch.</param>
internal sealed record Lead(string Name, int Program, PitchRange Range)
{
    public static readonly Lead[] All =
    [
        new("Tenor sax", 66, new(50, 76)),
        new("Trumpet", 56, new(55, 80)),
        new("Alto sax", 65, new(52, 79)),
        new("Vibraphone", 11, new(56, 86)),
        new("Guitar", GuitarProgram, new(50, 77)),
        new("Piano", PianoProgram, new(58, 86)),
        new("Clarinet", 71, new(53, 82)),
        new("Trombone", 57, new(50, 71)),
    ];

    public const int PianoProgram = 0;
    public const int GuitarProgram = 26;
    public const int BassProgram = 32;
}
