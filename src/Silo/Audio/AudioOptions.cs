namespace MusicGen.Silo.Audio;

/// <summary>How this silo renders tunes as audio.</summary>
/// <remarks>What is rendered stays in the store until its tune is deleted, and nothing else bounds it: whoever has too little room may delete the audio in the store at any time.</remarks>
public sealed class AudioOptions
{
    /// <summary>The configuration section.</summary>
    public const string Section = "Audio";

    /// <summary>FluidSynth: a path, or a name that is looked for in the folders of <c>PATH</c>. Default: <c>fluidsynth</c>, where there is one.</summary>
    public string? Executable { get; set; }

    /// <summary>The SoundFont (<c>.sf2</c> or <c>.sf3</c>) that FluidSynth plays with. Default: the first of the places where packages put one.</summary>
    public string? SoundFont { get; set; }

    /// <summary>Tunes that are rendered at once, each on one core; 0: none, this silo renders no audio. Default: half of the cores, and at least one.</summary>
    public int? Renderers { get; set; }

    /// <summary>Tunes that may wait for a renderer; whoever asks for one more is told to come again. Default 16.</summary>
    public int Waiting { get; set; } = 16;

    /// <summary>After how long a rendering is ended. Default 60: twenty minutes of music took five seconds as wav and thirteen as ogg.</summary>
    public int TimeoutSeconds { get; set; } = 60;

    /// <summary>The longest tune that is rendered. Default 1,200: a wav of 220 MB at most.</summary>
    public int MostSeconds { get; set; } = 1200;

    /// <summary>Samples a second. Default 44,100, as on a compact disc.</summary>
    public int SampleRateHz { get; set; } = 44_100;

    internal int RenderersHere => Renderers ?? Math.Max(1, Environment.ProcessorCount / 2);

    /// <summary>Every fault of these options; empty when they can be used.</summary>
    /// <remarks>That there is no FluidSynth is none as long as nobody named one.</remarks>
    public IEnumerable<string> Faults()
    {
        if (Executable is not null && FluidSynthPlaces.Usual.FindExecutable(this) is null) yield return $"{Section}:{nameof(Executable)}: there is no program {Executable}.";
        if (SoundFont is not null && FluidSynthPlaces.Usual.FindSoundFont(this) is null) yield return $"{Section}:{nameof(SoundFont)}: {SoundFont} is no SoundFont that can be read.";
        if (Renderers is < 0 or > 64) yield return $"{Section}:{nameof(Renderers)} must be 0 to 64.";
        if (Waiting is < 0 or > 1000) yield return $"{Section}:{nameof(Waiting)} must be 0 to 1,000.";
        if (TimeoutSeconds is < 1 or > 3600) yield return $"{Section}:{nameof(TimeoutSeconds)} must be 1 to 3,600.";
        if (MostSeconds is < 1 or > 3600) yield return $"{Section}:{nameof(MostSeconds)} must be 1 to 3,600."; // an hour at 96 kHz stays far below the 4 GB of a wav
        if (SampleRateHz is < 8000 or > 96_000) yield return $"{Section}:{nameof(SampleRateHz)} must be 8,000 to 96,000."; // what FluidSynth takes
    }
}
