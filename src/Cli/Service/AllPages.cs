using MusicGen.Contracts;

namespace MusicGen.Cli.Service;

/// <summary>Lists from their first page to their last.</summary>
internal static class AllPages
{
    /// <param name="read">The page of a cursor; null: the first.</param>
    public static async Task<WholeList<T>> ReadAsync<T>(Func<string?, Task<Page<T>>> read)
    {
        var (items, unreadable) = (new List<T>(), new List<string>());
        string? cursor = null;
        do
        {
            var page = await read(cursor);
            items.AddRange(page.Items);
            unreadable.AddRange(page.Unreadable ?? []);
            cursor = page.Next;
        }
        while (cursor is not null);
        return new WholeList<T>(items, unreadable);
    }
}
