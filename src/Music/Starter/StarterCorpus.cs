using MusicGen.Music.Randomness;

namespace MusicGen.Music.Starter;

/// <summary>Jazz by rule, so that a new installation has something to learn from that nobody else owns.</summary>
/// <remarks>
/// Blues, rhythm changes and tunes on turns of the circle of fifths, for melody, chords, walking bass and drums. Every piece is a pure
/// function of the seed: the same seed gives the same bytes on every machine.
/// </remarks>
public static class StarterCorpus
{
    private const int KeysPerTune = 4;
    private const int SlowestQpm = 112;
    private const int TempoSteps = 24;
    private const int QpmPerStep = 4;

    /// <summary>The keys that horn players like, as pitch classes with their names.</summary>
    private static readonly (int Tonic, string Name)[] Keys =
        [(5, "f"), (10, "b-flat"), (3, "e-flat"), (0, "c"), (8, "a-flat"), (7, "g"), (1, "d-flat"), (2, "d")];

    /// <summary>The number of pieces.</summary>
    public static int Count => Songbook.Count * KeysPerTune;

    /// <summary>All pieces, each tune in several keys with other melodies, tempos and instruments.</summary>
    /// <param name="seed">Any number; others give other melodies over the same harmonies.</param>
    public static IReadOnlyList<StarterPiece> Compose(ulong seed = 1)
    {
        var pieces = new List<StarterPiece>(Count);
        for (var index = 0; index < Songbook.Count; index++)
        {
            var keys = CounterRandom.For(seed, $"starter keys {index}").Permutation(Keys.Length);
            for (var turn = 0; turn < KeysPerTune; turn++)
            {
                var (tonic, key) = Keys[keys[turn]];
                var tune = Songbook.Of(index, tonic);
                var dice = new Dice(CounterRandom.For(seed, $"starter {tune.Title} {key}"));
                var lead = Lead.All[((index * KeysPerTune) + turn + (index / 2)) % Lead.All.Length];
                var title = $"{tune.Title}-in-{key}{(tune.IsMinor ? "-minor" : "")}";
                var tempo = SlowestQpm + (dice.Below(TempoSteps) * QpmPerStep);
                var score = new Arrangement(tune, lead, tempo, dice).Compose(title.Replace('-', ' '));
                pieces.Add(new StarterPiece($"{pieces.Count + 1:00}-{title}.mid", score));
            }
        }
        return pieces;
    }
}
