using MusicGen.Cli.Terminal;

namespace MusicGen.Cli.Service;

/// <summary>All pages of a list together.</summary>
/// <param name="Items">In the order of their ids.</param>
/// <param name="Unreadable">Ids of what belongs there and cannot be read now.</param>
internal sealed record WholeList<T>(IReadOnlyList<T> Items, IReadOnlyList<string> Unreadable)
{
    private const int MostNamed = 10;

    /// <summary>Shows the items, in columns or as JSON, and says on standard error what is missing.</summary>
    /// <param name="screen">Where to.</param>
    /// <param name="whenEmpty">A sentence for a list that really has nothing.</param>
    /// <param name="columns">Their names.</param>
    /// <param name="row">An item's cells.</param>
    public void Give(Screen screen, string whenEmpty, string[] columns, Func<T, string[]> row)
    {
        screen.Give(Items, _ =>
        {
            if (Items.Count > 0 || Unreadable.Count == 0) screen.Tabulate(whenEmpty, columns, [.. Items.Select(row)]);
        });
        if (Unreadable.Count == 0) return;
        var more = Unreadable.Count > MostNamed ? $" and {Unreadable.Count - MostNamed:N0} more" : "";
        screen.Complain($"{Unreadable.Count:N0} cannot be read now, being damaged or newer than the service: {string.Join(", ", Unreadable.Take(MostNamed))}{more}.");
    }
}
