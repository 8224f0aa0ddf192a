namespace MusicGen.Contracts.Sessions;

/// <summary>What a Score24 tune keeps to, all resolved: its composed notes do, a primer's need not.</summary>
/// <param name="Bars">Bars to compose after those that the primer fills; in a variation and an accompaniment the primer's.</param>
/// <param name="Instruments">Who may play, each a name or the number of a General MIDI program; null: all that the model knows.</param>
/// <param name="LowestPitch">Lowest MIDI key of all but the drums.</param>
/// <param name="HighestPitch">Highest MIDI key of all but the drums.</param>
/// <param name="Polyphony">The most composed notes that sound at once; drums do not count, nor a primer's notes that still sound. Null: no limit.</param>
/// <param name="CloseAtEnd">Whether every composed note ends by the end of the last bar; a primer's, 16 quarters long at most, may ring on beyond it.</param>
/// <param name="Players">How many different instruments may play, drums not counted, a primer's counted.</param>
/// <param name="Meter">Of all composed bars; null: what the model composes.</param>
/// <param name="Density">The most composed notes that start in a bar, and twice as many as the least; null: as it comes.</param>
[GenerateSerializer, Immutable, Alias("musicgen.TuneConstraints")]
public sealed record TuneConstraints(
    [property: Id(0)] int Bars,
    [property: Id(1)] IReadOnlyList<string>? Instruments = null,
    [property: Id(2)] int LowestPitch = 0,
    [property: Id(3)] int HighestPitch = 127,
    [property: Id(4)] int? Polyphony = null,
    [property: Id(5)] bool CloseAtEnd = true,
    [property: Id(6)] int Players = 15,
    [property: Id(7)] string? Meter = null,
    [property: Id(8)] int? Density = null);
