using MusicGen.Music.Scores;

namespace MusicGen.Music.Tokens.Grid24;

/// <summary>Under which program the notes of each track of a score are told.</summary>
internal sealed class ProgramMap
{
    private const int FamilySize = 8;

    /// <summary>
    /// For General MIDI's families: piano, chromatic percussion, organ, guitar, bass, strings, ensemble, brass, reed, pipe, lead, pad,
    /// effects, ethnic (mostly plucked), percussive, sound effects.
    /// </summary>
    private static readonly int[] SeedPrograms = [0, 0, 0, 24, 32, 40, 40, 40, 40, 40, 40, 40, 0, 24, 0, 0];

    private readonly int[] _told = new int[128];

    public ProgramMap(Score score, ProgramMapping mapping)
    {
        var notes = new int[_told.Length];
        for (var program = 0; program < _told.Length; program++)
        {
            _told[program] = mapping switch
            {
                ProgramMapping.Families => program / FamilySize * FamilySize,
                ProgramMapping.Seed => SeedPrograms[program / FamilySize],
                _ => program,
            };
        }
        foreach (var track in score.Tracks)
        {
            if (!track.IsDrums) notes[_told[track.Program]] += track.Notes.Length;
        }
        if (notes.Count(count => count > 0) > Score24Syntax.MostPitchedPrograms) Merge(notes);
    }

    /// <summary>Notes told under another program because there were too many.</summary>
    public int Merged { get; private set; }

    public int Of(Track track) => track.IsDrums ? Score24Vocabulary.DrumProgram : _told[track.Program];

    /// <summary>The programs with the most notes stay; each other one joins the nearest of them in number, the lower of two.</summary>
    private void Merge(int[] notes)
    {
        int[] kept =
        [
            .. Enumerable.Range(0, notes.Length)
                .OrderByDescending(program => notes[program]).ThenBy(program => program)
                .Take(Score24Syntax.MostPitchedPrograms).Order(),
        ];
        for (var program = 0; program < notes.Length; program++)
        {
            if (notes[program] > 0 && !kept.Contains(program)) Merged += notes[program];
        }
        for (var program = 0; program < _told.Length; program++)
        {
            var told = _told[program];
            _told[program] = kept.MinBy(candidate => Math.Abs(candidate - told));
        }
    }
}
