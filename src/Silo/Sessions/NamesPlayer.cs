using MusicGen.Music.Grammar;

namespace MusicGen.Silo.Sessions;

/// <summary>Who plays a primer of note names, which say nothing of instruments.</summary>
internal static class NamesPlayer
{
    private const int Piano = 0;

    /// <summary>The first instrument asked for that the model has heard; else a piano, or the program nearest to it that the model has heard.</summary>
    /// <param name="instruments">Who may play the tune; null: all. Those that are none are passed over.</param>
    /// <param name="known">The programs that the model has heard, 0 … 127.</param>
    public static int Of(IReadOnlyList<string?>? instruments, IReadOnlyList<int> known) => ProgramsOf(instruments).Intersect(known).Concat(known.Order()).FirstOrDefault(Piano);

    /// <summary>Of those who do not accompany: a piano, or the program nearest to it that the model has heard.</summary>
    /// <param name="instruments">Who accompanies; null: nobody.</param>
    /// <param name="known">The programs that the model has heard, 0 … 127.</param>
    public static int Beside(IReadOnlyList<string?>? instruments, IReadOnlyList<int> known) => known.Order().Except(ProgramsOf(instruments)).FirstOrDefault(Piano);

    private static IEnumerable<int> ProgramsOf(IReadOnlyList<string?>? instruments) =>
        (instruments ?? []).SelectMany(name => name is not null && ProgramNames.TryParse(name, out var programs) ? programs : []);
}
